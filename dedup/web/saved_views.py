"""Views of the queue that somebody saved under a name: filters as the address holds them, per account.

They stand in a file of their own beside the log: they are nobody's facts, and losing them costs a few clicks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from dedup.access.secret_file import SecretFile
from dedup.errors import BadRequest, Conflict

FILE: Final = "desk.sqlite"
VIEWS_MAX: Final = 20
"""Views of one account: more is a list nobody reads, and each is counted whenever the queue is shown."""
NAME_LENGTH_MAX: Final = 30
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS saved_views (account TEXT, name TEXT, filters TEXT NOT NULL, "
    "PRIMARY KEY (account, name)) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name, and the filters that it stands for."""

    name: str
    filters: str
    """As a query of the queue's address."""

    @property
    def address(self) -> str:
        """Return the address of the queue with these filters."""
        return f"/desk/queue?{self.filters}"

    def value(self, name: str) -> str:
        """Return one filter; empty when it is not set."""
        return dict(parse_qsl(self.filters)).get(name, "")


class SavedViews:
    """Keeps views."""

    def __init__(self, path: Path) -> None:
        self._file = SecretFile(path, _TABLES)

    def close(self) -> None:
        """Release the file."""
        self._file.close()

    def of(self, account: str) -> list[SavedView]:
        """Return an account's views by their names."""
        found = self._file.all("SELECT name, filters FROM saved_views WHERE account=? ORDER BY name", account)
        return [SavedView(*row) for row in found]

    def save(self, account: str, name: str, filters: Mapping[str, str]) -> None:
        """Keep a view; one of the same name is replaced. Raises BadRequest for a bad name or one too many."""
        name, query = _checked(name), urlencode({k: v for k, v in sorted(filters.items()) if v})
        with self._file.transaction():
            kept = {view.name for view in self.of(account)}
            if name not in kept and len(kept) >= VIEWS_MAX:
                raise BadRequest("view-too-many", limit=VIEWS_MAX)
            self._file.do("INSERT OR REPLACE INTO saved_views VALUES (?,?,?)", account, name, query)

    def rename(self, account: str, name: str, new: str) -> None:
        """Give a view another name. Raises BadRequest when there is none, Conflict when the name is taken."""
        new = _checked(new)
        with self._file.transaction():
            kept = {view.name for view in self.of(account)}
            if name not in kept:
                raise BadRequest("view-unknown")
            if new != name and new in kept:
                raise Conflict("view-name-taken", name=new)
            self._file.do("UPDATE saved_views SET name=? WHERE account=? AND name=?", new, account, name)

    def drop(self, account: str, name: str) -> None:
        """Delete a view, where it is there."""
        self._file.do("DELETE FROM saved_views WHERE account=? AND name=?", account, name)


def _checked(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > NAME_LENGTH_MAX or not shown.isprintable():
        raise BadRequest("view-name", limit=NAME_LENGTH_MAX)
    return shown
