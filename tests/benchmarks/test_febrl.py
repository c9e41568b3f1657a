from __future__ import annotations

from benchmarks.febrl import person_of, register_row

ROW = {
    "rec_id": "rec-7-dup-0",
    "given_name": "michaela",
    "surname": "neumann",
    "street_number": "8",
    "address_1": "stanley street",
    "address_2": "miami",
    "suburb": "winston hills",
    "postcode": "4223",
    "state": "nsw",
    "date_of_birth": "19151111",
    "soc_sec_id": "5304218",
}


def test_the_demonstrations_fields_hold_of_the_address_number_and_postcode_only() -> None:
    row = register_row(ROW, "000001", "demo")
    assert row["household_address"] == "8, 4223"
    assert row["name"] == "neumann, michaela"


def test_all_fields_hold_the_whole_address() -> None:
    row = register_row(ROW, "000001", "all")
    assert row["household_address"] == "8 stanley street, miami, winston hills, nsw 4223"


def test_originals_and_doubles_are_one_person() -> None:
    assert person_of("rec-7-dup-0") == person_of("rec-7-org") == "rec-7"
    assert person_of("rec-70-org") != "rec-7"
