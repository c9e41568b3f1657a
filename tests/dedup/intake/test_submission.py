from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.catalogue import LANGUAGES, has_message
from dedup.columns import CANONICAL
from dedup.intake.damage import WARNINGS
from dedup.intake.rows import ROW_PROBLEMS, RowProblem, SourceRow
from dedup.intake.submission import CHARS_MAX, REASONS, Rejection, Submission, parse_submission

GIVEN = {
    "registration_id": "A0001",
    "committee": "340123",
    "name": "王小明",
    "sex": "男",
    "birth_date": "1985-03-12",
    "phone": "13800138000",
}


def row(**values: str) -> SourceRow:
    return SourceRow(7, {name: text for name, text in (GIVEN | values).items() if text})


def accepted(**values: str) -> Submission:
    parsed = parse_submission(row(**values))
    assert isinstance(parsed, Submission)
    return parsed


def rejected(**values: str) -> tuple[str, str]:
    parsed = parse_submission(row(**values))
    assert isinstance(parsed, Rejection)
    assert parsed.row_number == 7
    return parsed.field, parsed.reason


def test_values_are_kept_as_given_without_the_spaces_around_them() -> None:
    taken = accepted(
        name="  王 小明　", id_number="１１０１０５１９４９１２３１００２Ｘ", birth_date="1985年3月12日"
    )
    voter = taken.personal
    assert (voter["name"], voter["id_number"]) == ("王 小明", "１１０１０５１９４９１２３１００２Ｘ")
    assert voter["birth_date"] == "1985年3月12日"
    assert (taken.level, taken.action, taken.entry) == ("county", "register", {})


def test_every_column_has_its_place() -> None:
    everything = accepted(**dict.fromkeys(CANONICAL, "1") | {"committee": "340123", "basis": "户籍"})
    placed = {*everything._fields, *everything.personal, *everything.entry}
    assert set(CANONICAL) <= placed


def test_every_column_has_a_longest_text_or_a_vocabulary() -> None:
    assert set(CANONICAL) - set(CHARS_MAX) == {"committee", "level", "basis"}


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ('="110105194912310021"', "110105194912310021"),
        ("'110105194912310021", "110105194912310021"),
        ("'=1+1", "=1+1"),
        ("'-", "-"),
        ("'王'", "'王'"),
        ("=1+1", "=1+1"),
    ],
)
def test_what_spreadsheets_wrap_texts_in_is_taken_off(given_text: str, text: str) -> None:
    assert accepted(note=given_text).personal["note"] == text


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"registration_id": ""}, ("registration_id", "missing_registration_id")),
        ({"registration_id": " 　"}, ("registration_id", "missing_registration_id")),
        ({"registration_id": '=""'}, ("registration_id", "missing_registration_id")),
        ({"registration_id": "A\n1"}, ("registration_id", "registration_id_unprintable")),
        ({"registration_id": "9" * 101}, ("registration_id", "registration_id_too_long")),
        ({"name": ""}, ("name", "missing_name")),
        ({"name": "长" * 201}, ("name", "value_too_long")),
        ({"committee": ""}, ("committee", "missing_committee")),
        ({"committee": "肥西县"}, ("committee", "committee_not_a_code")),
        ({"level": "省级"}, ("level", "level_unknown")),
        ({"household_address": "长" * 1_001}, ("household_address", "value_too_long")),
        ({"action": "撤" * 101}, ("action", "value_too_long")),
    ],
)
def test_a_row_that_names_nobody_or_nothing_is_rejected(
    values: dict[str, str], verdict: tuple[str, str]
) -> None:
    assert rejected(**values) == verdict


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"surname": "O'Brien", "given_name": "Mary Ann"}, "O'Brien, Mary Ann"),
        ({"surname": " Smith ", "given_name": ""}, "Smith,"),
        ({"surname": "", "given_name": "Jake"}, ", Jake"),
        ({"surname": "王", "given_name": "小明"}, "王小明"),
        ({"surname": "王"}, "王"),
    ],
)
def test_surname_and_given_name_are_joined_where_there_is_no_name(parts: dict[str, str], name: str) -> None:
    taken = accepted(name="", **parts)
    assert taken.personal["name"] == name
    assert taken.extra == {}


def test_a_name_that_is_given_stands_and_its_parts_are_kept_beside_it() -> None:
    taken = accepted(name="Ann Smith", surname="Smith", given_name="Ann")
    assert taken.personal["name"] == "Ann Smith"
    assert taken.extra == {"surname": "Smith", "given_name": "Ann"}


def test_a_row_without_name_and_parts_is_rejected_and_one_with_too_long_parts_too() -> None:
    assert rejected(name="", surname=" ", given_name="") == ("name", "missing_name")
    assert rejected(name="", surname="x" * 201) == ("name", "value_too_long")


@pytest.mark.parametrize("reason", ROW_PROBLEMS)
def test_a_row_that_could_not_be_read_is_rejected_for_that(reason: str) -> None:
    broken = SourceRow(7, GIVEN, {}, RowProblem("name", reason))
    assert parse_submission(broken) == Rejection(7, "name", reason, "王小明")


def test_a_rejection_shows_what_was_given_but_not_without_bound() -> None:
    parsed = parse_submission(row(registration_id="9" * 3_000))
    assert isinstance(parsed, Rejection)
    assert len(parsed.given) == 200


def test_what_holds_for_the_file_holds_for_rows_that_do_not_say_it() -> None:
    bare = SourceRow(7, {"registration_id": "A1", "name": "王小明"})
    parsed = parse_submission(bare, committee="３４０１２３", level="乡级")
    assert isinstance(parsed, Submission)
    assert (parsed.committee, parsed.level) == ("340123", "township")
    own = parse_submission(row(level="县"), committee="310115", level="township")
    assert isinstance(own, Submission)
    assert (own.committee, own.level) == ("340123", "county")


@pytest.mark.parametrize("words", ["撤销登记", "迁出", "死亡", "withdraw"])
def test_a_withdrawal_needs_only_the_key_and_keeps_its_words(words: str) -> None:
    bare = SourceRow(7, {"registration_id": "A1", "committee": "340123", "action": words})
    parsed = parse_submission(bare)
    assert isinstance(parsed, Submission)
    assert (parsed.action, parsed.action_reason, parsed.personal) == ("withdraw", words, {})


def test_an_action_that_is_not_known_never_takes_a_voter_off_the_roll() -> None:
    taken = accepted(action="死")
    assert (taken.action, taken.action_reason, taken.warnings) == ("register", "死", ("action_unknown",))


def test_a_basis_that_is_not_known_is_kept_beside() -> None:
    taken = accepted(basis="随便")
    assert (taken.entry, taken.warnings, taken.extra) == ({}, ("basis_unknown",), {"basis": "随便"})
    assert accepted(basis="户籍地").entry == {"basis": "household"}
    assert accepted(basis="其他").entry == {}


def test_the_warnings_of_the_file_come_first() -> None:
    parsed = parse_submission(SourceRow(7, GIVEN | {"id_number": "1.1E+17"}, warnings=("number_damaged",)))
    assert isinstance(parsed, Submission)
    assert parsed.warnings == ("number_damaged", "id_scientific")


DAMAGED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(
    st.dictionaries(
        st.sampled_from(["sex", "birth_date", "id_number", "phone", "basis", "ethnicity"]), DAMAGED
    )
)
def test_a_damaged_value_never_rejects_a_voter(values: dict[str, str]) -> None:
    taken = accepted(**values)
    assert set(taken.warnings) <= set(WARNINGS)
    if "basis" not in values and values.get("ethnicity", "").strip("'=") == values.get("ethnicity", ""):
        assert taken.personal.get("ethnicity", "") == values.get("ethnicity", "").strip()


@given(st.dictionaries(st.sampled_from(CANONICAL), st.text(max_size=400)))
def test_any_row_at_all_is_taken_or_rejected_for_a_known_reason(values: dict[str, str]) -> None:
    parsed = parse_submission(SourceRow(1, values), committee="340123")
    assert isinstance(parsed, Submission) or parsed.reason in REASONS


@pytest.mark.parametrize(("column", "most"), CHARS_MAX.items())
def test_a_text_may_be_as_long_as_its_column_allows_and_no_longer(column: str, most: int) -> None:
    assert isinstance(parse_submission(row(**{column: "长" * most})), Submission)
    assert rejected(**{column: "长" * (most + 1)})[0] == column


def test_a_submission_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        accepted().committee = "110101"  # type: ignore[misc]


def test_every_reason_and_its_remedy_are_said_in_both_languages() -> None:
    wanted = [f"{kind}-{reason}" for reason in REASONS for kind in ("reject", "remedy-reject")]
    assert [m for m in wanted for language in LANGUAGES if not has_message(language, m)] == []
