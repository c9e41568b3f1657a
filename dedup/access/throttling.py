"""Brakes on guessing passwords, such that whoever guesses does not shut others out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from dedup.access.secret_tables import SecretTables, hashed

GUESSES_MAX: Final = 10
WITHIN: Final = timedelta(minutes=1)
KNOWN_FOR: Final = timedelta(days=30)
"""How long an address at which somebody signed in stays known as his."""
_NAME_LENGTH_MAX: Final = 64
TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS guesses (subject TEXT NOT NULL, at_us INTEGER NOT NULL, "
    "times INTEGER NOT NULL, PRIMARY KEY (subject, at_us)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS guesses_at ON guesses (at_us)",
    "CREATE TABLE IF NOT EXISTS known (place TEXT PRIMARY KEY, until_us INTEGER NOT NULL) WITHOUT ROWID",
)
_COUNT: Final = (
    "INSERT INTO guesses AS known VALUES (?,?,1) "
    "ON CONFLICT (subject, at_us) DO UPDATE SET times=known.times+1"
)
_KNOW: Final = "INSERT INTO known VALUES (?,?) ON CONFLICT (place) DO UPDATE SET until_us=excluded.until_us"


class Guesses:
    """Counts guesses: by address, and by account.

    Guesses at an account from addresses unknown to it share one count; an address at which it signed in of
    late has a count of its own. So strangers cannot use up what the person himself may try from his desk.
    A right password takes back only what it counted itself: it helps nobody to guess another account's.
    """

    def __init__(self, secrets: SecretTables) -> None:
        self._secrets = secrets

    def admit(self, account: str, address: str, now: datetime) -> bool:
        """Count a guess before it is checked; return False, and count nothing, when there were too many."""
        at_us, since_us = _us(now), _us(now - WITHIN)
        with self._secrets.transaction():
            self._secrets.do("DELETE FROM guesses WHERE at_us <= ?", since_us)
            subjects = self._subjects(account, address, now)
            if any(self._count(subject) >= GUESSES_MAX for subject in subjects):
                return False
            for subject in subjects:
                self._secrets.do(_COUNT, subject, at_us)
        return True

    def was_right(self, account: str, address: str, counted_at: datetime, now: datetime) -> None:
        """Take a guess that was right out of the counts, and know the address as the account's."""
        with self._secrets.transaction():
            for subject in self._subjects(account, address, counted_at):
                self._secrets.do(
                    "UPDATE guesses SET times=times-1 WHERE subject=? AND at_us=? AND times > 0",
                    *(subject, _us(counted_at)),
                )
            self._secrets.do("DELETE FROM known WHERE until_us <= ?", _us(now))
            place, until_us = _place(account, address), _us(now + KNOWN_FOR)
            self._secrets.do(_KNOW, place, until_us)

    def _subjects(self, account: str, address: str, now: datetime) -> tuple[str, str]:
        place = _place(account, address)
        is_known = self._secrets.one("SELECT 1 FROM known WHERE place=? AND until_us > ?", place, _us(now))
        return f"address/{hashed(address)}", place if is_known else f"account/{_short(account)}"

    def _count(self, subject: str) -> int:
        found = self._secrets.one("SELECT COALESCE(SUM(times), 0) FROM guesses WHERE subject=?", subject)
        return int(found[0]) if found else 0


def _place(account: str, address: str) -> str:
    return f"account/{_short(account)}/{hashed(address)}"


def _short(account: str) -> str:
    """Return a name that is no longer than names are: what strangers type must not fill the disk."""
    return hashed(account[: _NAME_LENGTH_MAX + 1])


def _us(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
