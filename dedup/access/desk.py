"""The desk of accounts: load, decide, append once; and the door at which people and systems are let in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast

from dedup.access.granting import AccountCommand, GrantRole, create, decide, fold
from dedup.access.passwords import hash_password, needs_rehash, verify_password
from dedup.access.roles import Account, Grant, Role
from dedup.access.secrets import SecretStore
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
GUESSES_MAX: Final = 10
GUESSES_WITHIN: Final = timedelta(minutes=1)
TOKEN_DAYS_MAX: Final = 400
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
        self._create(name, OWNER)
        self.carry_out(name, GrantRole(OWNER, Grant(Role.ADMINISTRATOR)))
        self._keep_password(name, hashed, OWNER)
        return self.load(name)

    def create(self, name: str, password: str, actor: str) -> Account:
        """Make an account without a role."""
        hashed = hash_password(password)
        self._create(name, actor)
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
            self._secrets.close_sessions_of(name)
            return self.load(name)
        raise Conflict("account-changed", account=name)

    def issue_token(self, name: str, token_name: str, days: int, actor: str) -> str:
        """Return a token for a committee's system; it is shown this once."""
        if not 1 <= days <= TOKEN_DAYS_MAX:
            raise BadRequest("token-days", limit=TOKEN_DAYS_MAX)
        expires_at = self._clock() + timedelta(days=days)
        self._say(name, actor, TokenIssued, token=token_name, expires_at=expires_at)
        return self._secrets.issue_token(name, token_name, expires_at)

    def revoke_token(self, name: str, token_name: str, actor: str) -> None:
        """End a token."""
        self._say(name, actor, TokenRevoked, token=token_name)
        self._secrets.revoke_token(name, token_name)

    def sign_in(self, name: str, password: str, address: str) -> tuple[str, str]:
        """Return the id of a new session, and its secret against forged requests.

        Raises BadRequest `sign-in-refused` in the same words and time whatever was wrong, and Conflict
        `too-many-guesses`; guesses are counted by account and by address, each for itself, so that nobody
        locks another one out from elsewhere for longer than a minute.
        """
        now = self._clock()
        subjects = (f"account/{name[:100]}", f"address/{hashlib.sha256(address.encode()).hexdigest()}")
        for subject in subjects:
            if not self._secrets.guess(subject, now, GUESSES_WITHIN, GUESSES_MAX):
                raise Conflict("too-many-guesses")
        account = self.find(name) if NAME.fullmatch(name) else None
        stored = self._secrets.password_of(name) if account else None
        if not verify_password(password, stored) or account is None or account.disabled:
            raise BadRequest("sign-in-refused")
        if stored is not None and needs_rehash(stored):
            self._secrets.set_password(name, hash_password(password))
        self._secrets.forget_guesses(subjects[0])
        self._say(name, name, SignedIn)
        return self._secrets.open_session(name, now)

    def sign_out(self, session_id: str) -> None:
        """End a session."""
        self._secrets.close_session(session_id)

    def by_session(self, session_id: str) -> tuple[Account, str] | None:
        """Return the account of a session and the session's secret against forged requests; or None."""
        session = self._secrets.session(session_id, self._clock())
        account = self.find(session.account) if session else None
        if session is None or account is None or account.disabled:
            return None
        return account, session.csrf

    def by_token(self, token: str) -> Account | None:
        """Return the account of a token, or None."""
        name = self._secrets.account_of_token(token, self._clock())
        account = self.find(name) if name else None
        return account if account is not None and not account.disabled else None

    def _create(self, name: str, actor: str) -> None:
        if not NAME.fullmatch(name) or name == OWNER:
            raise BadRequest("account-name", limit=64)
        try:
            self._log.append([Write(account_stream_id(name), 0, create(name, actor, self._clock()))])
        except VersionConflict:
            raise Conflict("account-exists", account=name) from None

    def _keep_password(self, name: str, hashed: str, actor: str) -> None:
        self._say(name, actor, PasswordSet)
        self._secrets.set_password(name, hashed)
        self._secrets.close_sessions_of(name)

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
