from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise

from dedup.sample.clerks import DAMAGES
from dedup.sample.errors_of_numbers import is_valid
from dedup.sample.planting import SHOWN_ERRORS
from dedup.sample.traps import TRAPS
from tests.dedup.sample.conftest import Sample, keys

OTHER_KINDS = {
    "address_rewritten",
    "address_missing",
    "phone_of_clerk",
    "hukou_moved",
    "id_shifted",
    "id_dragged",
}


def pairs_with(sample: Sample, error: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    rows = sample.by_key()
    pairs = [keys(pair) for pair in sample.truth if error in pair["errors"].split(";")]
    return [(rows[left], rows[right]) for left, right in pairs]


def trapped(sample: Sample, trap: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    rows = sample.by_key()
    pairs = [keys(pair) for pair in sample.traps if pair["trap"] == trap]
    return [(rows[left], rows[right]) for left, right in pairs]


def test_every_kind_of_error_occurs(sample: Sample) -> None:
    kinds = Counter(kind for pair in sample.truth for kind in pair["errors"].split(";") if kind)
    assert set(DAMAGES) <= set(SHOWN_ERRORS)
    assert set(kinds) == set(DAMAGES) | OTHER_KINDS


def test_every_kind_of_trap_occurs(sample: Sample) -> None:
    assert {pair["trap"] for pair in sample.traps} == {*TRAPS, "id_shifted"}


def test_most_pairs_can_be_found_by_their_number_and_some_cannot(sample: Sample) -> None:
    slices = Counter(tag for pair in sample.truth for tag in pair["slices"].split(";"))
    assert slices["id_full"] > len(sample.truth) / 2
    for tag in (
        "id_masked",
        "id_damaged",
        "id_none",
        "id_differs",
        "minority",
        "dotted",
        "rare_character",
        "twin",
    ):
        assert slices[tag] > 0
    assert slices["han"] + slices["minority"] == len(sample.truth)


def test_the_slice_of_identity_evidence_is_what_the_rows_show(sample: Sample) -> None:
    rows = sample.by_key()
    for pair in sample.truth:
        left, right = (rows[key]["id_number"] for key in keys(pair))
        if "id_full" in pair["slices"]:
            plain = [unicodedata.normalize("NFKC", number).upper().strip(" '") for number in (left, right)]
            assert is_valid(plain[0]) or len(plain[0]) > 18 or plain[0].endswith("×")
            assert plain[0][-4:-1] == plain[1][-4:-1]
        if "id_none" in pair["slices"]:
            assert not (left and right)


def test_phones_differ_in_two_pairs_of_five(sample: Sample) -> None:
    cross = [pair for pair in sample.truth if pair["kind"] == "cross_committee"]
    differ = sum("phone_other" in pair["errors"] for pair in cross)
    assert 0.34 < differ / len(cross) < 0.48


def test_household_addresses_are_mostly_written_differently(sample: Sample) -> None:
    cross = [pair for pair in sample.truth if pair["kind"] == "cross_committee"]
    assert sum("address_rewritten" in pair["errors"] for pair in cross) > 0.8 * len(cross)


def test_masks_come_by_workbook_not_by_row(sample: Sample) -> None:
    masked = ["*" in row["id_number"] or "＊" in row["id_number"] for row in sample.registers["host-440306"]]
    share = sum(masked) / len(masked)
    after_masked = [later for earlier, later in pairwise(masked) if earlier]
    assert 0.05 < share < 0.6
    assert sum(after_masked) / len(after_masked) > 0.8


def test_clerks_differ_in_the_errors_they_make(sample: Sample) -> None:
    missing: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in sample.registers["host-440306"]:
        missing[row["registrar"]][not row["phone"]] += 1
    shares = [count[True] / sum(count.values()) for count in missing.values() if sum(count.values()) > 100]
    assert max(shares) > 5 * min(share + 0.01 for share in shares)


def test_twins_share_a_birth_date_and_have_neighbouring_numbers(sample: Sample) -> None:
    seen = 0
    for left, right in trapped(sample, "twins"):
        if is_valid(left["id_number"]) and is_valid(right["id_number"]):
            numbers = left["id_number"], right["id_number"]
            close = abs(int(numbers[0][14:17]) - int(numbers[1][14:17])) <= 3
            seen += numbers[0][:14] == numbers[1][:14] and close
    assert seen > 50


def test_a_pasted_number_stands_on_the_rows_of_two_people(sample: Sample) -> None:
    for trap in ("pasted_id", "parent_id_reused"):
        for left, right in trapped(sample, trap):
            assert left["id_number"] == right["id_number"]
            assert left["name"] != right["name"]


def test_the_same_person_on_county_and_township_roll_is_not_called_a_double(sample: Sample) -> None:
    for left, right in trapped(sample, "county_and_township"):
        assert {left["level"], right["level"]} == {"县", "乡"}


def test_a_clerks_phone_is_on_many_rows(sample: Sample) -> None:
    phones = Counter(row["phone"] for row in sample.rows if row["phone"])
    assert sum(count >= 15 for count in phones.values()) >= 5


def test_a_moved_household_has_another_address_and_basis(sample: Sample) -> None:
    for left, right in pairs_with(sample, "hukou_moved"):
        assert left["household_address"] != right["household_address"]


def test_a_posted_roll_shows_no_number_phone_or_address(sample: Sample) -> None:
    for pair in pairs_with(sample, "posted_roll"):
        assert any(not (row["id_number"] or row["phone"] or row["household_address"]) for row in pair)
