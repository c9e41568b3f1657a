"""The desk of accounts: load, decide, append once; and the door at which people and systems are let in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, cast

from dedup.access.granting import AccountCommand, create, create_first, decide, fold
from dedup.access.jurisdiction import Relation
from dedup.access.passwords import hash_password, needs_rehash, verify_password
from dedup.access.policy import Action, allowed
from dedup.access.roles import COMMITTEE_ROLES, Account, Grant
from dedup.access.secrets import SecretStore
from dedup.access.tokens import ACTIONS as TOKEN_ACTIONS
from dedup.clock import Clock
from dedup.errors import BadRequest, Conflict
from events.accounts import (
    STREAM_PREFIX,
    AccountEvent,
    PasswordSet,
    SignedIn,
    TokenIssued,
    TokenRevoked,
    account_stream_id,
)
from events.log import EventLog, VersionConflict, Write

NAME: Final = re.compile(r"[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._@-]{0,63}")
OWNER: Final = "owner"
"""Who holds the machine, and makes the first administrator at its command line."""
TOKEN_DAYS_MAX: Final = 400
TOKEN_NAME: Final = re.compile(r"[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿 ._-]{0,63}")
_ATTEMPTS_MAX: Final = 5


class Accounts:
    """Carries commands on accounts out, and lets callers in."""

    def __init__(self, log: EventLog, secrets: SecretStore, clock: Clock) -> None:
        self._log = log
        self._secrets = secrets
        self._clock = clock

    def find(self, name: str) -> Account | None:
        """Return an account, or None."""
        recorded = self._log.read_stream(account_stream_id(name))
        return fold(cast("AccountEvent", r.event) for r in recorded)

    def load(self, name: str) -> Account:
        """Return an account. Raises BadRequest when there is none."""
        account = self.find(name)
        if account is None:
            raise BadRequest("account-unknown", account=name)
        return account

    def all(self) -> list[Account]:
        """Return every account."""
        names = dict.fromkeys(
            cast("AccountEvent", r.event).account for r in self._log.read_prefix(STREAM_PREFIX)
        )
        return [account for name in names if (account := self.find(name)) is not None]

    def begin(self, name: str, password: str) -> Account:
        """Make the first administrator. Raises Conflict when there is an account already."""
        if self.all():
            raise Conflict("accounts-begun")
        hashed = hash_password(password)
        self._append_new(name, create_first(name, OWNER, self._clock()))
        self._keep_password(name, hashed, OWNER)
        return self.load(name)

    def create(self, name: str, password: str, actor: str) -> Account:
        """Make an account without a role."""
        hashed = hash_password(password)
        self._append_new(name, create(name, actor, self._clock()))
        self._keep_password(name, hashed, actor)
        return self.load(name)

    def set_password(self, name: str, password: str, actor: str) -> None:
        """Set a password; all sessions of the account end."""
        hashed = hash_password(password)
        self.load(name)
        self._keep_password(name, hashed, actor)

    def carry_out(self, name: str, command: AccountCommand) -> Account:
        """Carry a command out; what the account may do changes at once, and its sessions end.

        Raises BadRequest and Conflict as decisions do.
        """
        for _ in range(_ATTEMPTS_MAX):
            account = self.load(name)
            events = decide(account, command, self._clock())
            if not events:
                return account
            try:
                self._log.append([Write(account_stream_id(name), account.version, events)])
            except VersionConflict:
                continue
            self._secrets.sessions.close_all_of(name)
            return self.load(name)
        raise Conflict("account-changed", account=name)

    def issue_token(
        self, name: str, token_name: str, grant: Grant, scope: Collection[Action], *, days: int, actor: str
    ) -> str:
        """Return a token for a committee's system, for some actions of one grant; it is shown this once.

        Raises BadRequest when the account lacks the grant, or a system may not have such a token.
        """
        if not TOKEN_NAME.fullmatch(token_name):
            raise BadRequest("token-name", limit=64)
        if not 1 <= days <= TOKEN_DAYS_MAX:
            raise BadRequest("token-days", limit=TOKEN_DAYS_MAX)
        if grant.role not in COMMITTEE_ROLES or grant not in self.load(name).grants:
            raise BadRequest("token-grant", account=name, role=grant.role.value, code=grant.code)
        wrong = sorted(action for action in scope if not _may_hold(grant, action))
        if wrong or not scope:
            raise BadRequest("token-scope", actions=", ".join(wrong), possible=_possible(grant))
        expires_at, actions = self._clock() + timedelta(days=days), tuple(sorted(scope))
        bound = {"role": grant.role.value, "level": grant.level, "code": grant.code, "scope": actions}
        self._say(name, actor, TokenIssued, token=token_name, expires_at=expires_at, **bound)
        return self._secrets.tokens.issue(name, token_name, grant, scope, expires_at)

    def revoke_token(self, name: str, token_name: str, actor: str) -> None:
        """End a token. Raises BadRequest when there is none of that name."""
        self.load(name)
        if not self._secrets.tokens.revoke(name, token_name):
            raise BadRequest("token-unknown", account=name, token=token_name)
        self._say(name, actor, TokenRevoked, token=token_name)

    def sign_in(self, name: str, password: str, address: str, replaces: str = "") -> tuple[str, str]:
        """Return the id of a new session, and its secret against forged requests; `replaces` ends.

        Raises BadRequest `sign-in-refused` in the same words and time whatever was wrong, and Conflict
        `too-many-guesses` (see `dedup.access.throttling`).
        """
        began_at = self._clock()
        if not self._secrets.guesses.admit(name, address, began_at):
            raise Conflict("too-many-guesses")
        account = self.find(name) if NAME.fullmatch(name) else None
        stored = self._secrets.password_of(name) if account else None
        if not verify_password(password, stored) or stored is None or account is None or account.disabled:
            raise BadRequest("sign-in-refused")
        now = self._clock()
        self._secrets.guesses.was_right(name, address, began_at, now)
        opened = self._secrets.sessions.open(name, self._renewed(name, password, stored), now, replaces)
        if opened is None:
            raise BadRequest("sign-in-refused")
        self._say(name, name, SignedIn)
        return opened

    def sign_out(self, session_id: str) -> None:
        """End a session."""
        self._secrets.sessions.close(session_id)

    def by_session(self, session_id: str, *, used: bool = True) -> tuple[Account, str] | None:
        """Return the account of a session and the session's secret against forged requests; or None.

        `used` says whether a person asks, who so keeps the session alive.
        """
        session = self._secrets.sessions.find(session_id, self._clock(), used=used)
        account = self.find(session.account) if session else None
        if session is None or account is None or account.disabled:
            return None
        return account, session.csrf

    def by_token(self, token: str) -> Account | None:
        """Return the account of a token, confined to the token's committee and actions; or None."""
        found = self._secrets.tokens.find(token, self._clock())
        account = self.find(found.account) if found else None
        if found is None or account is None or account.disabled or found.grant not in account.grants:
            return None
        return replace(account, grants=frozenset({found.grant}), scope=found.scope)

    def _append_new(self, name: str, events: tuple[AccountEvent, ...]) -> None:
        if not NAME.fullmatch(name) or name == OWNER:
            raise BadRequest("account-name", limit=64)
        try:
            self._log.append([Write(account_stream_id(name), 0, events)])
        except VersionConflict:
            raise Conflict("account-exists", account=name) from None

    def _renewed(self, name: str, password: str, stored: str) -> str:
        """Return the password's hash as it is kept now: anew when it had parameters of the past."""
        if not needs_rehash(stored):
            return stored
        renewed = hash_password(password)
        return renewed if self._secrets.renew_hash(name, stored, renewed) else stored

    def _keep_password(self, name: str, hashed: str, actor: str) -> None:
        self._say(name, actor, PasswordSet)
        self._secrets.set_password(name, hashed)

    def _say(self, name: str, actor: str, event_class: type[AccountEvent], **fields: object) -> None:
        for _ in range(_ATTEMPTS_MAX):
            account, now = self.load(name), self._clock()
            said = {"account": name, "actor": actor, "happened_at": now, "recorded_at": now, **fields}
            event: Sequence[AccountEvent] = (event_class.model_validate(said),)
            try:
                self._log.append([Write(account_stream_id(name), account.version, event)])
            except VersionConflict:
                continue
            return
        raise Conflict("account-changed", account=name)


def _may_hold(grant: Grant, action: Action) -> bool:
    return action in TOKEN_ACTIONS and any(allowed(grant.role, action, relation) for relation in Relation)


def _possible(grant: Grant) -> str:
    return ", ".join(sorted(action for action in TOKEN_ACTIONS if _may_hold(grant, action)))
