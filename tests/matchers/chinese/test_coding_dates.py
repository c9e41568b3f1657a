"""Dates coded at once are what the scalar reader reads, in every order of digits and signs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.chinese.coding_dates import code_dates, read_date

_YEARS = st.sampled_from(("1972", "1899", "1900", "2030", "2031", "1859", "1860", "0072", "72", ""))
_OTHERS = st.sampled_from(("", "0", "00", "1", "12", "13", "05", "30", "31", "32", "99"))
_SIGNS = st.sampled_from(("-", "/", ".", "年", "月", ""))
_ENDS = st.sampled_from(("", "日", " 00:00:00", " 13:45:12", "日 00:00:00", "T00:00:00", "\n"))
written = st.one_of(
    st.builds(lambda *parts: "".join(parts), _YEARS, _SIGNS, _OTHERS, _SIGNS, _OTHERS, _ENDS),
    st.integers(0, 99_999).map(str),
    st.dates().map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
)


def assert_coded_as_alone(raws: list[str]) -> None:
    birth, lunar = code_dates(raws)
    for raw, date, readings in zip(raws, birth.tolist(), lunar.tolist(), strict=True):
        assert (date, *readings) == read_date(raw), raw


@settings(max_examples=300, deadline=None)
@given(st.lists(written, min_size=9, max_size=40))
def test_a_date_is_coded_in_any_company_as_it_is_alone(raws: list[str]) -> None:
    assert_coded_as_alone(raws)


def test_every_number_that_excel_may_keep_a_date_by_is_coded_as_it_is_alone() -> None:
    assert_coded_as_alone([str(number) for number in range(9_990, 60_000)])
