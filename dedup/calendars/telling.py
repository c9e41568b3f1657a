"""A calendar as JSON values, the same for every edge."""

from __future__ import annotations

from datetime import date
from typing import Any

from dedup.calendars.calendar import Calendar
from dedup.calendars.gates import Gate, gates, has_polled, is_frozen, next_gate
from dedup.calendars.presets import Preset


def calendar_as_json(calendar: Calendar, today: date) -> dict[str, Any]:
    """Return a calendar with its gates, and how it stands on a day."""
    following = next_gate(calendar, today)
    return {
        "cycle": calendar.cycle,
        "level": calendar.level,
        "committee": calendar.committee,
        "election_day": calendar.election_day.isoformat(),
        "publication_day": calendar.publication.isoformat(),
        "publication_is_settled": calendar.publication_day is not None,
        "registration_closes": calendar.closing.isoformat(),
        "preset": calendar.preset,
        "rules": calendar.rules.model_dump(mode="json"),
        "holidays": [day.isoformat() for day in calendar.holidays],
        "working_weekends": [day.isoformat() for day in calendar.working_weekends],
        "gates": [gate_as_json(gate, today) for gate in gates(calendar)],
        "today": today.isoformat(),
        "next_gate": gate_as_json(following, today) if following else None,
        "is_frozen": is_frozen(calendar, today),
        "has_polled": has_polled(calendar, today),
    }


def gate_as_json(gate: Gate, today: date) -> dict[str, Any]:
    """Return a gate with the days that are left; fewer than none when it is closed."""
    return {
        "name": gate.name.value,
        "day": gate.day.isoformat(),
        "closes_at": gate.closes_at.isoformat(),
        "days_left": (gate.day - today).days,
    }


def preset_as_json(preset: Preset) -> dict[str, Any]:
    """Return a preset with its source."""
    return {
        "name": preset.name,
        "place": preset.place,
        "code": preset.code,
        "rules": preset.rules.model_dump(mode="json"),
        "source": preset.source,
    }
