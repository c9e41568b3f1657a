"""The one table of permissions: role × action × relation. What is not in it is refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from dedup.access.jurisdiction import Relation
from dedup.access.roles import Account, Grant, Role


class Action(StrEnum):
    """Everything that can be asked of the service."""

    LIST_CASES = "list_cases"
    SEE_CASE = "see_case"
    SEE_REGISTRATION = "see_registration"
    SEE_COUNTERPART = "see_counterpart"
    UNMASK = "unmask"
    CLAIM = "claim"
    TAKE_POSITION = "take_position"
    WITHDRAW_POSITION = "withdraw_position"
    PROPOSE = "propose"
    ACCEPT = "accept"
    REFUSE = "refuse"
    KEEP = "keep"
    HAND_OVER = "hand_over"
    RESTORE = "restore"
    PUBLISH_CORRECTION = "publish_correction"
    COMMENT = "comment"
    ASSIGN = "assign"
    BULK = "bulk"
    ESCALATE = "escalate"
    ADVISE = "advise"
    FILE_APPEAL = "file_appeal"
    DECIDE_APPEAL = "decide_appeal"
    FILE_SUIT = "file_suit"
    RECORD_JUDGMENT = "record_judgment"
    NOTE_BALLOT = "note_ballot"
    REOPEN = "reopen"
    SEND_LETTER = "send_letter"
    READ_HISTORY = "read_history"
    READ_WHY = "read_why"
    IMPORT_FILE = "import_file"
    SUBMIT_REGISTRATION = "submit_registration"
    ISSUE_CERTIFICATE = "issue_certificate"
    USE_CERTIFICATE = "use_certificate"
    REVOKE_CERTIFICATE = "revoke_certificate"
    SET_CALENDAR = "set_calendar"
    PUBLISH = "publish"
    READ_METRICS = "read_metrics"
    ADMINISTER_ACCOUNTS = "administer_accounts"
    READ_AUDIT = "read_audit"
    ADOPT_MODEL = "adopt_model"
    READ_HEALTH = "read_health"
    SIGN_IN = "sign_in"


A, R = Action, Relation
_PUBLIC: Final = {A.READ_HEALTH, A.SIGN_IN}
_ANYWHERE: Final = frozenset(Relation) - {R.ANONYMOUS}
_READS: Final = {A.LIST_CASES, A.SEE_CASE, A.SEE_REGISTRATION, A.READ_HISTORY, A.READ_WHY}
_CERTIFICATES: Final = {A.ISSUE_CERTIFICATE, A.USE_CERTIFICATE, A.REVOKE_CERTIFICATE}
_CLERK: Final = _READS | _CERTIFICATES | {A.COMMENT, A.IMPORT_FILE, A.SUBMIT_REGISTRATION, A.UNMASK}
_SPEAKS: Final = {A.TAKE_POSITION, A.WITHDRAW_POSITION, A.PROPOSE, A.ACCEPT, A.REFUSE, A.ESCALATE}
_CARRIES_OUT: Final = {A.KEEP, A.HAND_OVER, A.RESTORE, A.PUBLISH_CORRECTION, A.REOPEN}
_CONTESTED: Final = {A.FILE_APPEAL, A.DECIDE_APPEAL, A.FILE_SUIT, A.RECORD_JUDGMENT, A.NOTE_BALLOT}
_REVIEWER: Final = (
    _READS | _SPEAKS | _CARRIES_OUT | _CONTESTED | {A.UNMASK, A.CLAIM, A.COMMENT, A.SEND_LETTER, A.BULK}
)
_SUPERVISOR: Final = _REVIEWER | {A.ASSIGN, A.SET_CALENDAR, A.REVOKE_CERTIFICATE, A.PUBLISH}
_SUPERIOR: Final = _READS | {A.SEE_COUNTERPART, A.ADVISE}
_AUDITOR: Final = _READS | {A.SEE_COUNTERPART, A.READ_AUDIT, A.READ_METRICS}
_ADMINISTRATOR: Final = {A.ADMINISTER_ACCOUNTS, A.READ_METRICS}

Permissions = Mapping[Action, frozenset[Relation]]


def _at(actions: Iterable[Action], *relations: Relation) -> dict[Action, frozenset[Relation]]:
    return dict.fromkeys(actions, frozenset(relations))


def _committee(actions: Iterable[Action]) -> Permissions:
    """Let a committee act for its own roll and its own cases, and read the counterpart's case fields."""
    return _at(actions, R.OWN) | _at([A.SEE_COUNTERPART], R.COUNTERPART) | _at(_PUBLIC, *_ANYWHERE)


POLICY: Final[Mapping[Role, Permissions]] = {
    Role.CLERK: _committee(_CLERK),
    Role.REVIEWER: _committee(_REVIEWER),
    Role.SUPERVISOR: _committee(_SUPERVISOR),
    Role.SUPERIOR: _at(_SUPERIOR, R.SUPERIOR) | _at(_PUBLIC, *_ANYWHERE),
    Role.AUDITOR: _at(_AUDITOR | _PUBLIC, *_ANYWHERE),
    Role.ADMINISTRATOR: _at(_ADMINISTRATOR | _PUBLIC, *_ANYWHERE),
}
"""The table. Adopting a model has no role yet: it stays with the owner of the store, at the command line."""


def allowed(role: Role | None, action: Action, relation: Relation) -> bool:
    """Whether a role may do something to what stands in this relation to it; no role is nobody signed in."""
    if role is None or relation is Relation.ANONYMOUS:
        return action in _PUBLIC
    return relation in POLICY[role].get(action, frozenset())


def permits(account: Account, grant: Grant, action: Action, relation: Relation) -> bool:
    """Whether an account may do something by one of its grants, within what its token allows."""
    within = account.scope is None or action in account.scope
    return (
        within and not account.disabled and grant in account.grants and allowed(grant.role, action, relation)
    )
