import pytest

from matchers.chinese.dates import read_birth_date


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1987-03-05", (1987, 3, 5)),
        ("1987.3.5", (1987, 3, 5)),
        ("1987年3月5日", (1987, 3, 5)),
        ("一九八七年三月五日", (1987, 3, 5)),
        ("一九八七年十二月二十三日", (1987, 12, 23)),
        ("19870305", (1987, 3, 5)),
        ("１９８７／３／５", (1987, 3, 5)),
        ("5/3/1987", (1987, 3, 5)),
        ("1987-03-05 00:00:00", (1987, 3, 5)),
        ("198703", (1987, 3, 0)),
        ("1987年3月", (1987, 3, 0)),
        ("1987", (1987, 0, 0)),
        ("87.3.5", (1987, 3, 5)),
        ("31841", (1987, 3, 5)),
        ("农历1950年正月初一", (1950, 2, 17)),
        ("不详", (0, 0, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_a_date_is_read_in_its_spelling_and_precision(raw: str, expected: tuple[int, int, int]) -> None:
    born = read_birth_date(raw)
    assert (born.year, born.month, born.day) == expected


def test_every_full_date_has_a_lunar_reading_too() -> None:
    assert (1950, 2, 17) in read_birth_date("1950-01-01").from_lunar
