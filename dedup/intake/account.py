"""A file's account: its stream folded, from which an interrupted import knows where to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from events.files import FileEvent, FileImported, RowCounts, RowsImported


@dataclass(slots=True)
class Account:
    """A file's stream, folded."""

    version: int = 0
    last_row: int = 0
    finished: bool = False
    counts: RowCounts = field(default_factory=RowCounts)
    warnings: Counter[str] = field(default_factory=Counter)

    @classmethod
    def fold(cls, events: Iterable[FileEvent]) -> Account:
        """Return the account after all its events."""
        account = cls()
        for event in events:
            account.version += 1
            match event:
                case RowsImported():
                    account.last_row = event.last_row
                    account.counts += event.counts
                    account.warnings.update(event.warnings)
                case FileImported():
                    account.finished = True
                case _:
                    pass
        return account
