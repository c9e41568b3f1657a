"""Invented voters of rolls in Latin script: one to vary in examples, and crowded rolls for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from matchers import Record
from matchers.latin.profile import LATIN
from matchers.rows import RecordRows

MARY = Record(
    committee="100001",
    name="Featherstone, Margaret Ann",
    sex="F",
    birth_date="1956-04-09",
    id_number="482-91-7735",
    household_address="4/17 Wattle Street, Newtown, NSW 2042",
    phone="(02) 9876 5432",
    employer="Harbour Ferries",
)

anything = st.text(max_size=30)
_WORDS = st.sampled_from(
    (
        "Smith",
        "Smyth",
        "Mary",
        "Peggy",
        "Margaret",
        "O'Brien",
        "de",
        "la",
        "Jr",
        "III",
        "J.",
        "Müller",
        ",",
        "",
    )
)
names = st.one_of(st.lists(_WORDS, max_size=5).map(" ".join), anything)
dates = st.one_of(
    st.sampled_from(
        ("1956-04-09", "1956-09-04", "1957-04-09", "19561304", "1956", "April 1956", "9/4/56", "")
    ),
    st.dates().map(str),
    anything,
)
identifiers = st.one_of(
    st.sampled_from(("482-91-7735", "482917753", "xxx-xx-7735", "482 91 7753", "")),
    st.text("0123456789AX*- ", max_size=20),
    anything,
)
addresses = st.one_of(
    st.sampled_from(
        (
            "4/17 Wattle Street, Newtown, NSW 2042",
            "17 Watle St Newtown 2024",
            "71, 2042",
            ", 2042",
            "PO Box 3, Leeds LS1 4AP",
            "",
        )
    ),
    st.text("0123456789 ,/StreetNSW", max_size=30),
    anything,
)
phones = st.one_of(st.sampled_from(("(02) 9876 5432", "+61 2 9876 5423", "")), anything)
records = st.builds(
    Record,
    committee=st.sampled_from(("100001", "100002")),
    name=names,
    former_name=st.one_of(st.just(""), names),
    sex=st.sampled_from(("F", "male", "", "?")),
    birth_date=dates,
    id_number=identifiers,
    household_address=addresses,
    residence_address=addresses,
    phone=phones,
    employer=st.sampled_from(("", "Harbour Ferries", "harbour ferries", "retired")),
)
"""Whatever may stand in a roll's cells."""


def rows_of(registered: list[Record]) -> RecordRows:
    """Return records coded and stored."""
    rows = RecordRows(LATIN)
    rows.append(LATIN.code(registered), len(registered))
    return rows
