"""Dated cases worked out by hand from the law and a wall calendar, and how to read them.

Nothing here was computed by the code under test. `gates.csv` holds the days of each calendar's gates, one
column a gate; `days.csv` holds questions about a day or an instant, with the answer. Four of the calendars
are those that committees published in 2021: 双牌, 钟祥, 启东 and 宿城.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path

from dedup.calendars.calendar import Calendar
from dedup.calendars.days import day_in_china
from dedup.calendars.drafting import Draft, drafted
from dedup.committees import Committee

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def calendars() -> dict[str, Calendar]:
    return {row["calendar"]: calendar_of(row) for row in rows("gates.csv")}


def calendar_of(row: dict[str, str]) -> Calendar:
    draft = Draft(
        election_day=day(row["election_day"]),
        publication_day=day(row["publication_day"]),
        registration_closes=day(row["closes"]),
        preset=row["preset"] or "national",
        rules=dict(rule.split("=") for rule in row["rules"].split(";") if rule),
    )
    return drafted(row["cycle"], Committee("county", row["committee"]), draft, None)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def day_of(text: str) -> date:
    """Read a day, or the day that it is in China at an instant."""
    return day_in_china(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)
