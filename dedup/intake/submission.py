"""The border: a row of texts becomes a `Submission` that the rest of the product trusts, or a `Rejection`.

Values are stored as given, without the spaces around them and without what spreadsheets wrap texts in to keep
them texts. A damaged value never rejects a voter; only a row that names nobody or nothing does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from dedup.columns import NAME_PARTS
from dedup.intake.damage import damage_of
from dedup.intake.rows import ROW_PROBLEMS, SourceRow, clipped
from dedup.intake.vocabulary import Action, Level, read_action, read_basis, read_division, read_level
from events.registrations import Entry, Voter

REASONS: Final = (
    *ROW_PROBLEMS,
    "missing_registration_id",
    "registration_id_too_long",
    "registration_id_unprintable",
    "missing_name",
    "missing_committee",
    "committee_not_a_code",
    "level_unknown",
    "value_too_long",
    "committee_not_yours",
)
"""Every reason for which a row is rejected; the catalogue says each, and its remedy, in words."""

_GIVEN_CHARS_MAX: Final = 200
_TEXT_FORMULA: Final = re.compile(r'^="([^"]*)"$')
_QUOTED_TEXT: Final = re.compile(r"^'(?=[\d=+\-@＝＋－＠])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")

_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]")

CHARS_MAX: Final = {
    "registration_id": 100,
    "action": 100,
    "name": 200,
    "former_name": 300,
    "sex": 100,
    "ethnicity": 100,
    "birth_date": 100,
    "id_number": 100,
    "household_address": 1_000,
    "residence_address": 1_000,
    "phone": 300,
    "employer": 300,
    "constituency": 300,
    "registered_on": 100,
    "certificate_no": 300,
    "voter_group": 300,
    "note": 4_000,
}
"""How long a column's text may be. The columns that are not here have a vocabulary."""
_CHARS_ALWAYS_ALLOWED: Final = min(CHARS_MAX.values())

PERSONAL_FIELDS: Final = tuple(name for name in Voter.model_fields if name != "extra")
ENTRY_FIELDS: Final = tuple(Entry.model_fields)


class Submission(NamedTuple):
    """One voter on one committee's roll, as the committee hands it in. Only this border makes one."""

    committee: str
    registration_id: str
    level: Level
    action: Action
    action_reason: str
    """The words that the action was given in."""
    personal: dict[str, str]
    """Fields of `Voter` that are not empty."""
    extra: dict[str, str]
    """The committee's own columns by their headers."""
    entry: dict[str, str]
    """Fields of `Entry` that are not empty."""
    warnings: tuple[str, ...]
    """Codes of damage, in the order of checks."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row was not taken: `field` is a canonical column or empty, `given` what stood there."""

    row_number: int
    field: str
    reason: str
    given: str = ""


def parse_submission(
    row: SourceRow, *, committee: str | None = None, level: str | None = None
) -> Submission | Rejection:
    """Read a row. `committee` and `level` hold for rows that do not name theirs."""
    if row.problem:
        field = row.problem.field
        return _rejection(row, field, row.problem.reason)
    values = _texts(row.values)
    extra = row.extra
    if not NAME_PARTS.keys().isdisjoint(values):
        extra = _join_name(values, extra)
    warnings = [*row.warnings, *damage_of(values)]
    key = _key(values, committee, level)
    if not isinstance(key, _Key):
        return _rejection(row, *key)
    extra = _settle_basis(values, extra, warnings)
    words = values.get("action", "")
    action = read_action(words) if words else "register"
    if action is None:
        warnings.append("action_unknown")
        action = "register"
    if "name" not in values and action == "register":
        return _rejection(row, "name", "missing_name")
    if too_long := _too_long(values):
        reason = "registration_id_too_long" if too_long == "registration_id" else "value_too_long"
        return _rejection(row, too_long, reason)
    personal = {name: values[name] for name in PERSONAL_FIELDS if name in values}
    entry = {name: values[name] for name in ENTRY_FIELDS if name in values}
    return Submission(*key, action, words, personal, extra, entry, tuple(warnings))


class _Key(NamedTuple):
    committee: str
    registration_id: str
    level: Level


def _key(values: dict[str, str], committee: str | None, level: str | None) -> _Key | tuple[str, str]:
    """Return the key's parts in their one form, or the field that is wanting and the reason."""
    registration_id = values.get("registration_id")
    if not registration_id:
        return "registration_id", "missing_registration_id"
    if is_unprintable(registration_id):
        return "registration_id", "registration_id_unprintable"
    given = values.get("committee") or committee
    if not given:
        return "committee", "missing_committee"
    code = read_division(given)
    if code is None:
        return "committee", "committee_not_a_code"
    known = read_level(values.get("level") or level or "county")
    if known is None:
        return "level", "level_unknown"
    return _Key(code, registration_id, known)


def is_unprintable(registration_id: str) -> bool:
    """Tell whether a number on a roll cannot be printed on one line."""
    return _CONTROL.search(registration_id) is not None


def _settle_basis(values: dict[str, str], extra: dict[str, str], warnings: list[str]) -> dict[str, str]:
    """Put the basis in its one form; return the committee's own columns, with a basis that is not known."""
    given = values.pop("basis", "")
    known = read_basis(given)
    if known is None:
        warnings.append("basis_unknown")
        return {**extra, "basis": given}
    if known:
        values["basis"] = known
    return extra


def _join_name(values: dict[str, str], extra: dict[str, str]) -> dict[str, str]:
    """Make the name of its parts where it is not given; return `extra` with the parts where it is.

    In Latin letters the comma says which part is which, also where one is wanting.
    """
    parts = {part: values.pop(part, "") for part in NAME_PARTS}
    if "name" in values:
        return {**extra, **{part: text for part, text in parts.items() if text}}
    separator = ", " if _LATIN.search("".join(parts.values())) else ""
    values["name"] = separator.join(parts.values()).strip()
    return extra


def _too_long(values: dict[str, str]) -> str | None:
    """Return the first column whose text is too long."""
    if max(map(len, values.values())) <= _CHARS_ALWAYS_ALLOWED:
        return None
    return next((name for name, most in CHARS_MAX.items() if len(values.get(name, "")) > most), None)


def _texts(given: dict[str, str]) -> dict[str, str]:
    """Return the texts without spaces around them, and without `="…"` or an apostrophe that marks a text."""
    texts = list(given.values())
    stripped = list(map(str.strip, texts))
    if stripped == texts and all(texts):
        values = given.copy()
    else:
        values = {name: text for name, text in zip(given, stripped, strict=True) if text}
    together = "".join(values.values())
    if "'" not in together and "=" not in together:
        return values
    return {name: bare for name, text in values.items() if (bare := _unwrapped(text))}


def _unwrapped(text: str) -> str:
    return _QUOTED_TEXT.sub("", _TEXT_FORMULA.sub(r"\1", text)).strip()


def _rejection(row: SourceRow, field: str, reason: str) -> Rejection:
    return Rejection(row.number, field, reason, clipped(row.values.get(field, ""), _GIVEN_CHARS_MAX))
