"""Records by column are the records, whoever asks."""

from hypothesis import given
from hypothesis import strategies as st

from matchers import Record, Records
from matchers.chinese.profile import CHINESE
from matchers.latin.profile import LATIN
from matchers.profile import Coded, Profile
from tests.matchers.chinese.registers import records

rolls = st.lists(records, max_size=5)


def values_of(coded: Coded, profile: Profile) -> dict[str, list[object]]:
    return {name: [*coded.columns[name].tolist()] for name in profile.columns} | {"texts": [*coded.texts]}


@given(rolls)
def test_records_by_column_are_a_sequence_of_the_records(roll: list[Record]) -> None:
    by_column = Records.of(roll)
    assert (list(by_column), len(by_column)) == (roll, len(roll))
    assert [by_column[place] for place in range(len(roll))] == roll
    assert list(by_column[1:3]) == roll[1:3]
    assert Records.of(by_column) is by_column


@given(st.sampled_from((CHINESE, LATIN)), st.lists(records, min_size=1, max_size=5))
def test_records_are_coded_by_column_as_one_by_one(profile: Profile, roll: list[Record]) -> None:
    assert values_of(profile.code(Records.of(roll)), profile) == values_of(profile.code(roll), profile)
