"""Views of the queue that somebody saved under a name: filters as the address holds them, per account.

They stand in tables of their own beside the log: they are nobody's facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from dedup.errors import BadRequest, Conflict
from dedup.tables import Step, Tables, make_missing

VIEWS_MAX: Final = 20
"""Views of one account: more is a list nobody reads, and each is counted whenever the queue is shown."""
NAME_LENGTH_MAX: Final = 30
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS saved_views ("
    "account TEXT NOT NULL, name TEXT NOT NULL, filters TEXT NOT NULL, "
    "PRIMARY KEY (account, name)) WITHOUT ROWID",
)
_PUT: Final = (
    "INSERT INTO saved_views VALUES (?,?,?) "
    "ON CONFLICT (account, name) DO UPDATE SET filters=excluded.filters"
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

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        make_missing(tables, _TABLES)

    def close(self) -> None:
        """Release the tables."""
        self._tables.close()

    def of(self, account: str) -> list[SavedView]:
        """Return an account's views by their names."""
        with self._tables.reading() as step:
            return _views_of(step, account)

    def save(self, account: str, name: str, filters: Mapping[str, str]) -> None:
        """Keep a view; one of the same name is replaced. Raises BadRequest for a bad name or one too many."""
        name, query = _checked(name), urlencode({k: v for k, v in sorted(filters.items()) if v})
        with self._tables.writing() as step:
            kept = {view.name for view in _views_of(step, account)}
            if name not in kept and len(kept) >= VIEWS_MAX:
                raise BadRequest("view-too-many", limit=VIEWS_MAX)
            step.do(_PUT, (account, name, query))

    def rename(self, account: str, name: str, new: str) -> None:
        """Give a view another name. Raises BadRequest when there is none, Conflict when the name is taken."""
        new = _checked(new)
        with self._tables.writing() as step:
            kept = {view.name for view in _views_of(step, account)}
            if name not in kept:
                raise BadRequest("view-unknown")
            if new != name and new in kept:
                raise Conflict("view-name-taken", name=new)
            step.do("UPDATE saved_views SET name=? WHERE account=? AND name=?", (new, account, name))

    def drop(self, account: str, name: str) -> None:
        """Delete a view, where it is there."""
        with self._tables.writing() as step:
            step.do("DELETE FROM saved_views WHERE account=? AND name=?", (account, name))


def _views_of(step: Step, account: str) -> list[SavedView]:
    found = step.rows("SELECT name, filters FROM saved_views WHERE account=? ORDER BY name", (account,))
    return [SavedView(*row) for row in found]


def _checked(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > NAME_LENGTH_MAX or not shown.isprintable():
        raise BadRequest("view-name", limit=NAME_LENGTH_MAX)
    return shown
