"""A calendar out of what somebody states: dates, a preset, single rules by name; the rest stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from dedup.calendars.calendar import Calendar
from dedup.calendars.holidays import days_off
from dedup.calendars.presets import preset_for, preset_named
from dedup.committees import Committee
from dedup.errors import BadRequest
from events.calendars import CertificateRule, Rules

RULE_NAMES: Final = (
    *(name for name in Rules.model_fields if name != "certificate"),
    *CertificateRule.model_fields,
)
"""What people call the rules; those of the certificate stand beside the others."""

_NO_VALUE: Final = ("none", "无", "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody states of a calendar. None or empty: not stated."""

    election_day: date | None = None
    publication_day: date | None = None
    registration_closes: date | None = None
    preset: str = ""
    rules: Mapping[str, str] | None = None
    """Rules by name, as people write them: `freeze_days` → `3`, `alternatives` → `lease,residence_permit`."""
    holidays: Sequence[date] = ()
    working_weekends: Sequence[date] = ()


def drafted(cycle: str, party: Committee, draft: Draft, standing: Calendar | None) -> Calendar:
    """Return the calendar that a draft makes of the one that stands, or of the preset of the place.

    Raises BadRequest when there is no election day, or a preset or rule is not known.
    """
    elected = draft.election_day or (standing.election_day if standing else None)
    if elected is None:
        raise BadRequest("calendar-needs-election-day", field="election_day", committee=party.code)
    preset = preset_named(draft.preset) if draft.preset else preset_for(party.code)
    begun = standing or Calendar(cycle, *party, election_day=elected, rules=preset.rules, preset=preset.name)
    if draft.preset:
        begun = replace(begun, rules=preset.rules, preset=preset.name)
    calendar = replace(
        begun,
        election_day=elected,
        rules=_with_rules(begun.rules, draft.rules or {}),
        publication_day=draft.publication_day or begun.publication_day,
        registration_closes=draft.registration_closes or begun.registration_closes,
        holidays=tuple(sorted(set(draft.holidays))) or begun.holidays,
        working_weekends=tuple(sorted(set(draft.working_weekends))) or begun.working_weekends,
    )
    return _with_known_days_off(calendar)


def _with_rules(rules: Rules, stated: Mapping[str, str]) -> Rules:
    values: dict[str, Any] = rules.model_dump()
    certificate: dict[str, Any] = values["certificate"]
    for name, text in stated.items():
        if name not in RULE_NAMES:
            raise BadRequest("calendar-rule-unknown", rule=name[:50], known=", ".join(RULE_NAMES))
        group = certificate if name in CertificateRule.model_fields else values
        group[name] = _value(name, text.strip())
    try:
        return Rules.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][-1] if isinstance(first["loc"][-1], str) else first["loc"][-2])
        raise BadRequest(
            "calendar-rule-invalid", field=name, value=str(first["input"])[:50], detail=first["msg"]
        ) from None


def _value(name: str, text: str) -> object:
    """Return a rule's value out of a word: lists by commas, `none` for no value."""
    if name == "alternatives":
        return () if text in _NO_VALUE else tuple(part.strip() for part in text.split(","))
    if name == "waived_within":
        return "" if text in _NO_VALUE else text
    if name == "late_add_cutoff_days" and text in _NO_VALUE:
        return None
    return text


def _with_known_days_off(calendar: Calendar) -> Calendar:
    """Fill in the days off that we know, where periods roll over and the committee named none."""
    if calendar.rules.rollover == "none" or calendar.holidays:
        return calendar
    known = days_off(range(calendar.publication.year, calendar.election_day.year + 1))
    return replace(
        calendar,
        holidays=known.holidays,
        working_weekends=calendar.working_weekends or known.working_weekends,
    )
