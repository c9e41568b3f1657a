"""What one birth date is read as, with its precision and its lunar reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.dates import NO_DATE, BirthDate, read_birth_date

DAY = (1987, 3, 5)
SPELLINGS = [
    ("1987-03-05", DAY),
    ("1987-3-5", DAY),
    ("1987.03.05", DAY),
    ("1987/3/5", DAY),
    ("1987、3、5", DAY),
    ("1987 03 05", DAY),
    ("１９８７／３／５", DAY),
    ("1987年3月5日", DAY),
    ("1987年03月05号", DAY),
    ("1987年3月5", DAY),
    ("一九八七年三月五日", DAY),
    ("八七年三月五日", DAY),
    ("19870305", DAY),
    ("1987305", DAY),
    ("870305", DAY),
    ("87.3.5", DAY),
    ("87-3-5", DAY),
    ("5/3/1987", DAY),
    ("05.03.1987", DAY),
    ("5/3/87", DAY),
    ("5-Mar-87", DAY),
    ("05-MAR-1987", DAY),
    ("Mar 5, 1987", DAY),
    ("1987-03-05 00:00:00", DAY),
    ("1987-03-05T00:00:00", DAY),
    ("1987-03-05 08:30", DAY),
    ("1987/3/5 0:00:00", DAY),
    ("19870305000000", DAY),
    ("31841", DAY),
    ("31841.0", DAY),
    ("1987年3月5日出生", DAY),
    ("生于1987年3月5日", DAY),
    ("1987年3月5日（38岁）", DAY),
    ("公历1987年3月5日", DAY),
    ("1987年3月5日(阳历)", DAY),
    ("1987-3-5 周四", DAY),
    ("1987-13-05", (1987, 5, 13)),
    ("05/13/1987", (1987, 5, 13)),
    ("13/5/1987", (1987, 5, 13)),
    ("一九八七年十二月二十三日", (1987, 12, 23)),
    ("一九八七年十月三十日", (1987, 10, 30)),
    ("二○○○年一月十日", (2000, 1, 10)),
    ("二OOO年元月十日", (2000, 1, 10)),
    ("民国三十六年五月一日", (1947, 5, 1)),
    ("2950", (1908, 1, 28)),
    ("1987年3月", (1987, 3, 0)),
    ("1987.3", (1987, 3, 0)),
    ("1987-03-00", (1987, 3, 0)),
    ("198703", (1987, 3, 0)),
    ("03/1987", (1987, 3, 0)),
    ("Mar-87", (1987, 3, 0)),
    ("87年3月", (1987, 3, 0)),
    ("1987", (1987, 0, 0)),
    ("1987年", (1987, 0, 0)),
    ("1987-00-00", (1987, 0, 0)),
    ("1987-13-13", (1987, 0, 0)),
    ("1987-99-99", (1987, 0, 0)),
    ("一九八七", (1987, 0, 0)),
    ("1987-02-30", (1987, 2, 30)),  # no day of the sun's calendar, one of the moon's
]
NOTHING = [
    "", "不详", "无", "38岁", "三十八岁", "38", "年龄38", "38周岁", "90后", "0", "00000000", "1900-01-00",
    "1899-12-30", "1850-01-01", "2099-01-01", "9999-12-31", "3月5日", "丁卯年三月初五", "廿三", "3.5",
    "05-03",
]  # fmt: skip
LUNAR = [
    ("农历1950年正月初一", (1950, 2, 17)),
    ("1950年农历正月初一", (1950, 2, 17)),
    ("1950年正月初一", (1950, 2, 17)),
    ("1987年农历三月初五", (1987, 4, 2)),
    ("1987年三月初五", (1987, 4, 2)),
    ("农历87年3月5日", (1987, 4, 2)),
    ("1987.3.5(农历)", (1987, 4, 2)),
    ("1987-03-05（农）", (1987, 4, 2)),
    ("阴历1987-3-5", (1987, 4, 2)),
    ("1987年腊月廿三", (1988, 2, 10)),
    ("1987年冬月十五", (1988, 1, 4)),
    ("1987年六月初三", (1987, 6, 28)),
    ("1987年闰六月初三", (1987, 7, 28)),
    ("1987年腊月三十", (1988, 2, 16)),
]


def parts(born: BirthDate) -> tuple[int, int, int]:
    return born.year, born.month, born.day


@pytest.mark.parametrize(("raw", "expected"), SPELLINGS)
def test_a_date_is_read_in_any_spelling_and_precision(raw: str, expected: tuple[int, int, int]) -> None:
    born = read_birth_date(raw)
    assert parts(born) == expected
    assert not born.was_lunar


@pytest.mark.parametrize("raw", NOTHING)
def test_what_is_no_date_is_none(raw: str) -> None:
    assert read_birth_date(raw) == NO_DATE


@pytest.mark.parametrize(("raw", "expected"), LUNAR)
def test_a_date_said_to_be_lunar_is_given_as_the_suns(raw: str, expected: tuple[int, int, int]) -> None:
    born = read_birth_date(raw)
    assert parts(born) == expected
    assert born.was_lunar


def test_a_solar_day_knows_its_lunar_date_and_back() -> None:
    born = read_birth_date("1987-04-02")
    assert born.lunar == (1987, 3, 5)
    assert parts(born) in read_birth_date("1987-03-05").from_lunar


@given(st.dates(date(1901, 1, 1), date(2012, 12, 31)))
def test_every_lunar_date_written_as_solar_leads_back(day: date) -> None:
    lunar = read_birth_date(day.isoformat()).lunar
    assert lunar is not None
    year, month, of_month = lunar
    assert (day.year, day.month, day.day) in read_birth_date(f"{year}-{month}-{of_month}").from_lunar


def test_day_and_month_may_have_been_exchanged() -> None:
    swapped = read_birth_date("1987-03-05").swapped
    assert swapped is not None
    assert parts(swapped) == (1987, 5, 3)
    assert read_birth_date("1987-03-25").swapped is None
    assert read_birth_date("1987-03-03").swapped is None


@pytest.mark.parametrize(
    ("raw", "precision"), [("1987-03-05", "day"), ("1987-03", "month"), ("1987", "year"), ("", "")]
)
def test_a_date_says_how_precise_it_is(raw: str, precision: str) -> None:
    assert read_birth_date(raw).precision == precision


def test_new_years_day_is_what_clerks_put_in() -> None:
    assert read_birth_date("1950-01-01").is_default
    assert not read_birth_date("1950-01-10").is_default


written = st.text(max_size=24) | st.text("0123456789-/.年月日农历闰腊初十廿一二三T: 岁", max_size=18)


@given(written)
def test_a_date_written_plainly_reads_the_same(raw: str) -> None:
    born = read_birth_date(raw)
    plain = f"{born.year:04}-{born.month:02}-{born.day:02}" if born.year else ""
    assert parts(read_birth_date(plain)) == parts(born)


@given(st.sampled_from("19-年农十J٣"), st.sampled_from("0/月初 岁:M"))
def test_a_very_long_text_is_read_at_once(one: str, other: str) -> None:
    assert isinstance(read_birth_date((one + other) * 500), BirthDate)
