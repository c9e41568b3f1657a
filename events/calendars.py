"""Vocabulary of calendars: when a committee 选举委员会 holds its election, and by which rules it counts days.

One stream for each committee in each cycle; the latest event is the whole calendar. The rules that differ
from province to province are data here, so that an old log tells by which rules a deadline was computed,
whatever the program ships today.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final, Literal
from urllib.parse import quote, unquote

from events.event import Event, Frozen

STREAM_PREFIX: Final = "calendar/"

Nonreply = Literal["keep", "suspend"]
Rollover = Literal["none", "next_working_day"]
Alternative = Literal["residence_permit", "property_deed", "lease"]


def calendar_prefix(cycle: str) -> str:
    """Return what the ids of all calendars of a cycle begin with."""
    return f"{STREAM_PREFIX}{quote(cycle, safe='')}/"


def calendar_stream_id(cycle: str, level: str, committee: str) -> str:
    """Return the id of the stream of one committee's calendar."""
    return f"{calendar_prefix(cycle)}{level}/{quote(committee, safe='')}"


def committee_from_stream(stream_id: str) -> tuple[str, str, str]:
    """Return cycle, level and committee. Raises ValueError when the stream is not a calendar's."""
    kind, cycle, level, committee = stream_id.split("/")
    if kind != "calendar":
        raise ValueError(f"{stream_id!r} is not a calendar's stream")
    return unquote(cycle), level, unquote(committee)


class CertificateRule(Frozen):
    """When a committee asks a voter from elsewhere for a certificate 选民资格证明. All empty: always."""

    alternatives: tuple[Alternative, ...] = ()
    """Papers that do instead: 居住证, 房产证, 租赁合同. The home committee may then never be told."""
    waived_previous_cycle: bool = False
    """Who voted here in the previous cycle needs none."""
    waived_within: str = ""
    """Voters whose home committee's code begins so need none: committees of one system ask each other."""


class Rules(Frozen):
    """What differs from province to province. Figures have no default: a log tells which ones held."""

    roll_days_before: int
    """The roll is published at least so many days before election day: 20 by law, 30 in some places."""
    certificate: CertificateRule = CertificateRule()
    min_residence_months: int
    """How long a voter from elsewhere must have lived here; 0: no such rule."""
    residence_permit_required: bool = False
    """Whether a 居住证 is needed besides the certificate."""
    nonreply: Nonreply
    """A voter who cannot be reached stays on the roll (keep) or is left off for now 暂不列入 (suspend)."""
    late_add_cutoff_days: int | None = None
    """Up to so many days before election day voters are added after publication; None: up to the last
    correction."""
    correction_cutoff_days: int
    """Corrections 补正 are published up to so many days before election day."""
    must_notify_home: bool = False
    """Whether who registers a voter from elsewhere must tell the home committee 谁登记、谁告知."""
    freeze_days: int
    """From so many days before election day on nobody is removed."""
    reply_days: int
    """How many days a committee that is asked may be silent."""
    rollover: Rollover
    """Whether a period that ends on a day off ends on the next working day."""
    appeal_day_zero_counts: bool = False
    """Whether the day on which an appeal period begins is its first day."""


class CalendarEvent(Event):
    """Any event of a calendar's stream."""


class CalendarSet(CalendarEvent):
    """A committee set or changed its dates and rules; the latest holds, whole."""

    stored_name: ClassVar[str] = "CalendarSet"
    election_day: date
    publication_day: date | None = None
    """Day the roll is published; None: not settled, so the last lawful day is counted with."""
    registration_closes: date | None = None
    """Last day of registration; None: not settled, so the day of publication is counted with."""
    rules: Rules
    preset: str = ""
    """Name of the preset that the rules were taken from, before any were changed."""
    holidays: tuple[date, ...] = ()
    """Days off besides weekends, as far as the committee named them."""
    working_weekends: tuple[date, ...] = ()
    """Saturdays and Sundays that are worked 调休."""
