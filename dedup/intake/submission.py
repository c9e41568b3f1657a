"""The border: a row of texts becomes a `Submission` that the rest of the product trusts, or a `Rejection`.

Values are stored as given, without the spaces around them and without what spreadsheets wrap texts in to keep
them texts. A damaged value never rejects a voter; only a row that names nobody or nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dedup.intake.damage import damage_of
from dedup.intake.rows import ROW_PROBLEMS, SourceRow, clipped
from dedup.intake.vocabulary import Action, Basis, Level, read_action, read_basis, read_division, read_level

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
)
"""Every reason for which a row is rejected; the catalogue says each, and its remedy, in words."""

_GIVEN_CHARS_MAX: Final = 200
_FIRST: Final = itemgetter(0)
_WRAPPINGS: Final = frozenset("'=")
_TEXT_FORMULA: Final = re.compile(r'^="([^"]*)"$')
_QUOTED_TEXT: Final = re.compile(r"^'(?=[\d=+\-@＝＋－＠])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")

Short = Annotated[str, Field(max_length=100)]
Line = Annotated[str, Field(max_length=300)]
Address = Annotated[str, Field(max_length=1_000)]
Text = Annotated[str, Field(max_length=4_000)]


class Submission(BaseModel):
    """One voter on one committee's roll, as the committee hands it in.

    `action_reason` keeps the words that the action was given in. `warnings` are codes of damage, sorted by
    the order of checks; `extra` holds the committee's own columns by their headers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    committee: Annotated[str, Field(pattern=r"^[0-9]{6,12}$")]
    registration_id: Annotated[str, Field(min_length=1, max_length=100)]
    level: Level = "county"
    action: Action = "register"
    action_reason: Short = ""
    name: Annotated[str, Field(max_length=200)] = ""
    former_name: Line = ""
    sex: Short = ""
    ethnicity: Short = ""
    birth_date: Short = ""
    id_number: Short = ""
    household_address: Address = ""
    residence_address: Address = ""
    phone: Line = ""
    employer: Line = ""
    constituency: Line = ""
    registered_on: Short = ""
    basis: Basis = ""
    certificate_no: Line = ""
    voter_group: Line = ""
    note: Text = ""
    warnings: tuple[str, ...] = ()
    extra: dict[str, str] = {}


_validate: Final[Callable[[dict[str, Any]], Submission]] = Submission.model_validate


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
    warnings = [*row.warnings, *damage_of(values)]
    missing = _settle_key(values, committee, level)
    if missing:
        return _rejection(row, *missing)
    if basis := values.get("basis"):
        known = read_basis(basis)
        if known is None:
            warnings.append("basis_unknown")
            extra = {**extra, "basis": basis}
        values["basis"] = known or ""
    if words := values.pop("action", None):
        action = read_action(words)
        if action is None:
            warnings.append("action_unknown")
        values["action"] = action or "register"
        values["action_reason"] = words
    if "name" not in values and values.get("action") != "withdraw":
        return _rejection(row, "name", "missing_name")
    try:
        return _validate(values | {"warnings": tuple(warnings), "extra": extra})
    except ValidationError as error:
        return _refused(row, error)


def _settle_key(values: dict[str, str], committee: str | None, level: str | None) -> tuple[str, str] | None:
    """Put the key's parts in their one form; return the field and reason when one is wanting."""
    registration_id = values.get("registration_id")
    if not registration_id:
        return "registration_id", "missing_registration_id"
    if _CONTROL.search(registration_id):
        return "registration_id", "registration_id_unprintable"
    given = values.get("committee") or committee
    if not given:
        return "committee", "missing_committee"
    code = read_division(given)
    if code is None:
        return "committee", "committee_not_a_code"
    words = values.get("level") or level or "county"
    known = read_level(words)
    if known is None:
        return "level", "level_unknown"
    values["committee"], values["level"] = code, known
    return None


def _texts(given: dict[str, str]) -> dict[str, str]:
    """Return the texts without spaces around them, and without `="…"` or an apostrophe that marks a text."""
    values = {name: text for name, text in zip(given, map(str.strip, given.values()), strict=True) if text}
    if _WRAPPINGS.isdisjoint(map(_FIRST, values.values())):
        return values
    return {name: bare for name, text in values.items() if (bare := _unwrapped(text))}


def _unwrapped(text: str) -> str:
    if text[0] not in _WRAPPINGS:
        return text
    return _QUOTED_TEXT.sub("", _TEXT_FORMULA.sub(r"\1", text)).strip()


def _refused(row: SourceRow, error: ValidationError) -> Rejection:
    field = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
    reason = "registration_id_too_long" if field == "registration_id" else "value_too_long"
    return _rejection(row, {"action_reason": "action"}.get(field, field), reason)


def _rejection(row: SourceRow, field: str, reason: str) -> Rejection:
    return Rejection(row.number, field, reason, clipped(row.values.get(field, ""), _GIVEN_CHARS_MAX))
