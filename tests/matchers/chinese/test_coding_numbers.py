"""Identity numbers coded at once are what the scalar reader reads, however they are masked or damaged."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.chinese.coding_numbers import code_numbers, read_number
from matchers.chinese.identity_numbers import LENGTH
from tests.matchers.chinese.registers import numbers, sound_numbers

_OF_18 = st.text(st.sampled_from("0123456789"), min_size=LENGTH, max_size=LENGTH)
_ALIKE = st.sampled_from(("1" * LENGTH, "1" * 17 + "X", "12" * 9, "512922" + "0" * 8 + "3017"))


def _masked(number: str, sign: str, first: int, after: int) -> str:
    return "".join(sign if first <= place < after else digit for place, digit in enumerate(number))


masked = st.builds(
    _masked, sound_numbers, st.sampled_from("*＊×xX?●"), st.integers(0, LENGTH), st.integers(0, LENGTH)
)
twice_masked = st.builds(
    _masked, masked, st.sampled_from("*＊×xX"), st.integers(0, LENGTH), st.integers(0, LENGTH)
)
written = st.one_of(sound_numbers, numbers, masked, twice_masked, _OF_18, _ALIKE)


@settings(max_examples=300, deadline=None)
@given(st.lists(written, min_size=12, max_size=40))
def test_a_number_is_coded_in_any_company_as_it_is_alone(raws: list[str]) -> None:
    coded = code_numbers(raws)
    for i, raw in enumerate(raws):
        kind, digits = read_number(raw) if raw else (0, [12] * coded.digits.shape[1])
        assert (coded.kind[i], coded.digits[i].tolist()) == (kind, list(digits)), raw
