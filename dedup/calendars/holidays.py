"""Days off and worked weekends 调休 of the years that we know, for committees that let periods roll over.

After the yearly notices 国务院办公厅关于部分节假日安排的通知. A year that is not here must be given with the
calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What one year's notice says."""

    holidays: tuple[date, ...]
    working_weekends: tuple[date, ...]


def _days(year: int, *spans: str) -> tuple[date, ...]:
    """Read spans such as "10-01..10-07" or single days."""
    found: list[date] = []
    for span in spans:
        first, _, last = span.partition("..")
        day, end = (date.fromisoformat(f"{year}-{text}") for text in (first, last or first))
        while day <= end:
            found.append(day)
            day += timedelta(days=1)
    return tuple(found)


KNOWN: Final[Mapping[int, DaysOff]] = {
    2021: DaysOff(
        _days(
            2021,
            "01-01..01-03",
            "02-11..02-17",
            "04-03..04-05",
            "05-01..05-05",
            "06-12..06-14",
            "09-19..09-21",
            "10-01..10-07",
        ),
        _days(2021, "02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09"),
    ),
    2022: DaysOff(
        _days(
            2022,
            "01-01..01-03",
            "01-31..02-06",
            "04-03..04-05",
            "04-30..05-04",
            "06-03..06-05",
            "09-10..09-12",
            "10-01..10-07",
        ),
        _days(2022, "01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"),
    ),
    2026: DaysOff(
        _days(
            2026,
            "01-01..01-03",
            "02-15..02-23",
            "04-04..04-06",
            "05-01..05-05",
            "06-19..06-21",
            "09-25..09-27",
            "10-01..10-07",
        ),
        _days(2026, "01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
    ),
}


def days_off(years: Iterable[int]) -> DaysOff:
    """Return what is known of some years together; nothing of a year that is not known."""
    known = [KNOWN[year] for year in sorted(set(years)) if year in KNOWN]
    return DaysOff(
        tuple(day for year in known for day in year.holidays),
        tuple(day for year in known for day in year.working_weekends),
    )
