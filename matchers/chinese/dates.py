"""Birth dates 出生日期 in the many spellings of registers, with their precision and lunar reading.

Owns reading one date. Knows nothing of identity numbers or pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from matchers.chinese.lunar import solar_dates

RAW_LENGTH_MAX: Final = 40
"""Characters read of what was written."""
_YEAR_MIN: Final = 1860
_YEAR_MAX: Final = 2030
_YEAR_SPLIT: Final = 30
"""Two-digit years above it belong to the last century: nobody on a roll was born after 2012."""
_MONTHS: Final = 12
_DAYS_MAX: Final = 31
_LUNAR_DAYS_MAX: Final = 30
_CHINESE_DIGITS: Final = str.maketrans("〇○零OＯ一二三四五六七八九元两", "000001234567891" + "2")
_USUAL: Final = re.compile(
    "(1[89][0-9]{2}|20[0-3][0-9])"
    "(?:([-/.])([0-9]{1,2})\\2([0-9]{1,2})(?:[ T]0?0:00(?::00)?(?:\\.0+)?)?|([0-9]{2})([0-9]{2}))"
)
_LUNAR: Final = re.compile(
    "农历|阴历|旧历|夏历|老历|[(（]?[农阴旧][)）]?(?![0-9]*年)|闰|正月|冬月|腊月|初(?=[1-9一二三四五六七八九十])"
)
_SOLAR: Final = re.compile("公历|阳历|新历|[(（][公阳][)）]|公元")
_AGE: Final = re.compile("[0-9一二三四五六七八九十]+(?:周?岁|虚岁)|(?:周岁|虚岁|年龄)[:：]?[0-9]+|[0-9]0后")
_REPUBLIC: Final = re.compile("民国([0-9]{1,2})年")
_REPUBLIC_YEAR_ZERO: Final = 1911
_COMPACT: Final = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})?(?:[0-9]{6})?")
_SHORT: Final = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})")
_SEVEN: Final = re.compile("([12][0-9]{3})([0-9]{3})")
_PARTS: Final = re.compile("[0-9]+")
_NO_YEAR: Final = re.compile("[^0-9]*[0-9]{1,2}月(?!.*[0-9]{4})")
_TENS: Final = re.compile("([1-9]?)(十|廿|卅)([1-9]?)")
_EXCEL_SERIAL: Final = re.compile(r"([0-9]{4,5})(?:\.[0-9]+)?")
EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_MIN: Final = 2100
EXCEL_NOTHING: Final = frozenset({(1899, 12, 30), (1899, 12, 31), (1900, 1, 0)})
"""What Excel shows for an empty cell that it takes for a date."""
_ENGLISH: Final = re.compile("(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*")
_ENGLISH_MONTHS: Final = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6, "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10,
    "NOV": 11, "DEC": 12,
}  # fmt: skip
_TIME: Final = re.compile("(?<=[0-9日号])(?:T| +)[0-9]{1,2}:.*$")
_TWO_DIGITS: Final = 100


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date whose month and day are 0 when not given; the year is 0 when nothing could be read."""

    year: int
    month: int
    day: int
    from_lunar: tuple[tuple[int, int, int], ...] = ()
    """Solar dates it stands for if it was written by the lunar calendar (two in a leap month's year)."""
    was_lunar: bool = False
    """Whether it was stated to be a lunar date, and is given here as the solar one."""

    @property
    def precision(self) -> str:
        """Return day, month or year, or an empty string."""
        return "day" if self.day else "month" if self.month else "year" if self.year else ""

    @property
    def is_default(self) -> bool:
        """Tell whether it is what is put in where only the year is known: the first of January."""
        return (self.month, self.day) == (1, 1)

    @property
    def swapped(self) -> BirthDate | None:
        """Return the date with day and month exchanged, if that is another one."""
        if not 0 < self.day <= _MONTHS or self.day == self.month:
            return None
        return _with_lunar(self.year, self.day, self.month)

    @property
    def lunar(self) -> tuple[int, int, int] | None:
        """Return the lunar date of this solar day, a leap month as the month that it follows."""
        try:
            born = date(self.year, self.month, self.day)
        except ValueError:
            return None
        return _lunar_date(born)


NO_DATE: Final = BirthDate(0, 0, 0)


def _lunar_date(born: date) -> tuple[int, int, int] | None:
    written = born.year * 10_000 + born.month * 100 + born.day
    for year in (born.year, born.year - 1):
        for month in range(_MONTHS, 0, -1):
            for first in reversed(solar_dates(year, month, 1)):
                if first <= written:
                    start = date(first // 10_000, first // 100 % 100, first % 100)
                    return year, month, (born - start).days + 1
    return None


def _tens(match: re.Match[str]) -> str:
    first = {"十": match.group(1) or "1", "廿": "2", "卅": "3"}[match.group(2)]
    return first + (match.group(3) or "0")


def arabic(text: str) -> str:
    """Return a text with its Chinese numbers below a hundred, and the names of months, in Arabic digits.

    >>> arabic("七十四"), arabic("腊月廿三")
    ('74', '12月23')
    """
    text = text.replace("正月", "1月").replace("腊月", "12月").replace("冬月", "11月").replace("初", "")
    return _TENS.sub(_tens, text.translate(_CHINESE_DIGITS))


def _century(year: int) -> int:
    return year + (2000 if year <= _YEAR_SPLIT else 1900) if year < _TWO_DIGITS else year


def _fits(month: int, day: int) -> bool:
    return 1 <= month <= _MONTHS and 1 <= day <= _DAYS_MAX


def _run_of_digits(text: str) -> tuple[int, int, int] | None:
    """Read a date written without separators, or the number by which Excel keeps it."""
    compact = _COMPACT.fullmatch(text)
    if compact and _YEAR_MIN <= int(compact.group(1)) <= _YEAR_MAX:
        return int(compact.group(1)), int(compact.group(2)), int(compact.group(3) or 0)
    serial = _EXCEL_SERIAL.fullmatch(text)
    if serial and not _YEAR_MIN <= int(serial.group(1)) <= _EXCEL_MIN:
        day = EXCEL_EPOCH + timedelta(days=int(serial.group(1)))
        return day.year, day.month, day.day
    short = _SHORT.fullmatch(text)
    if short and _fits(int(short.group(2)), int(short.group(3))):
        return _century(int(short.group(1))), int(short.group(2)), int(short.group(3))
    seven = _SEVEN.fullmatch(text)
    if seven:
        rest = seven.group(2)
        cuts = {(int(rest[:at]), int(rest[at:])) for at in (1, 2)}
        fitting = [cut for cut in cuts if _fits(*cut) and rest[0] != "0"] or [(int(rest[:2]), int(rest[2:]))]
        return int(seven.group(1)), *(fitting[0] if len(fitting) == 1 else (0, 0))
    return None


def _parts(text: str) -> tuple[int, int, int] | None:
    run = _run_of_digits(text)
    if run is not None:
        return run
    found = _PARTS.findall(text)[:3]
    if not found or _NO_YEAR.match(text):
        return None
    numbers = [int(n) for n in found]
    last_is_year = numbers[0] <= _DAYS_MAX < numbers[-1] and len(found[0]) < len("1987")
    if last_is_year and len(numbers) > 1:  # day, month, year; or month and year
        numbers.reverse()
    elif len(numbers) < len("ymd") and len(found[0]) < len("1987") and numbers[0] <= _MONTHS:
        return None  # month and day, or who knows
    elif len(numbers) == 1 and len(found[0]) < len("1987"):
        return None  # an age, or the number of the row
    padded = [*numbers, 0, 0][:3]
    return (_century(padded[0]) if len(numbers) > 1 else padded[0]), padded[1], padded[2]


@lru_cache(maxsize=1 << 16)
def _with_lunar(year: int, month: int, day: int) -> BirthDate:
    if not month or not day:
        return BirthDate(year, month, day)
    solar = tuple((d // 10_000, d // 100 % 100, d % 100) for d in solar_dates(year, month, day))
    return BirthDate(year, month, day, solar)


def _english(text: str) -> str:
    """Write an English month as a number, between the day and the year."""
    month = _ENGLISH.search(text)
    if month is None:
        return text
    numbers = _PARTS.findall(text)
    number = _ENGLISH_MONTHS[month.group(1)]
    if len(numbers) != 2:  # noqa: PLR2004 - a day and a year
        return f"{numbers[0]}-{number}" if len(numbers) == 1 else text
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) > 2 else numbers  # noqa: PLR2004
    return f"{_century(int(year))}-{number}-{day}"


@lru_cache(maxsize=1 << 16)
def read_birth_date(raw: str) -> BirthDate:
    """Return a date as far as it can be read.

    >>> read_birth_date("1987.3.5").month, read_birth_date("一九八七年十二月").month
    (3, 12)
    """
    usual = _USUAL.fullmatch(raw)
    if usual:
        year, _, month, day, compact_month, compact_day = usual.groups()
        return _of_parts(int(year), int(month or compact_month), int(day or compact_day))
    text = unicodedata.normalize("NFKC", raw[:RAW_LENGTH_MAX]).strip().upper()
    text = _AGE.sub("", _TIME.sub("", _english(text)))
    plain = _SOLAR.sub("", text)
    lunar = plain == text and bool(_LUNAR.search(plain))
    leap = lunar and "闰" in plain
    in_digits = arabic(re.sub("农历|阴历|旧历|夏历|老历|[农阴旧闰]", "", plain))
    parts = _parts(_REPUBLIC.sub(lambda m: f"{int(m.group(1)) + _REPUBLIC_YEAR_ZERO}年", in_digits))
    if parts is None or parts in EXCEL_NOTHING:
        return NO_DATE
    read = _of_parts(*parts)
    if lunar and not read.from_lunar and read.day == _LUNAR_DAYS_MAX:  # the eve of a month of 29 days
        read = _of_parts(read.year, read.month, read.day - 1)
    if lunar and read.from_lunar:
        return BirthDate(*read.from_lunar[-1 if leap else 0], was_lunar=True)
    return read


def _of_parts(year: int, month: int, day: int) -> BirthDate:
    if not _YEAR_MIN <= year <= _YEAR_MAX or (year, month, day) in EXCEL_NOTHING:
        return NO_DATE
    month, day = (month, day) if month <= _MONTHS or day > _MONTHS else (day, month)
    if month > _MONTHS or day > _DAYS_MAX:  # unreadable beyond the year
        month, day = 0, 0
    return _with_lunar(year, month, day if month else 0)
