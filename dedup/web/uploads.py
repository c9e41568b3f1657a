"""Files that were handed in at the desk and are being looked at or taken: each a folder of the store.

A file's folder holds its content and its state, written whole each time, so that a page that was closed, and
a service that was killed, find it again. What the file holds is people: it goes once it is taken, or after a
day.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from pydantic import ValidationError

from dedup.clock import Clock
from dedup.committees import Committee
from dedup.errors import BadRequest, Conflict
from events.event import Frozen
from events.files import RejectedRow, RowCounts

FOLDER: Final = "uploads"
KEPT: Final = timedelta(days=1)
"""How long a file waits, and how long what became of it can be seen here; the log knows for ever."""
WAITING_MAX: Final = 5
"""Files of one committee that wait; the oldest makes room."""
REJECTS: Final = "rejects.jsonl"
_ID: Final = re.compile(r"[0-9a-f]{32}")
_CHUNK_BYTES: Final = 1 << 20
_STATE: Final = "state.json"

State = Literal["reading", "read", "unreadable", "taking", "taken", "failed", "halted"]
RUNNING: Final[tuple[State, ...]] = ("reading", "taking")


class Seen(Frozen):
    """How a file is read: what it is, its header, how each column is read, and its first rows."""

    format: str
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    first_rows: tuple[int, ...]
    """Numbers of the rows among which the header can be."""
    columns: dict[str, str]
    """Header as given → canonical column, empty for the committee's own."""
    sample: tuple[tuple[int, tuple[str, ...]], ...]
    """Rows under the header: their numbers, their cells with the middle of numbers hidden."""


class Upload(Frozen):
    """One file and what is known of it."""

    upload_id: str
    level: str
    committee: str
    account: str
    """Who handed it in, or, from when on it is being taken, who took it."""
    file_name: str
    size_bytes: int
    handed_in_at: datetime
    state: State = "reading"
    encoding: str = ""
    """As somebody said; empty for the one that is recognised. So the sheet, and the header's row."""
    sheet: str = ""
    header_row: int = 0
    columns: dict[str, str] | None = None
    """How somebody said that the headers are read; None for what was said of such headers before."""
    remembered: bool = False
    """Whether what was said before is what the columns are read by."""
    seen: Seen | None = None
    share: float = 0
    """How much of the file has been read, 0 to 1."""
    counts: RowCounts = RowCounts()
    """What its rows would do, or did so far."""
    warnings: dict[str, int] = {}
    rejects: tuple[RejectedRow, ...] = ()
    """The first rows that cannot be taken."""
    problem: str = ""
    """Code of what is wrong, with its facts."""
    facts: dict[str, str | int | float] = {}
    stream_id: str = ""
    """The file's account in the log, once it is taken."""
    repeated: bool = False
    resumed_after_row: int = 0

    @property
    def party(self) -> Committee:
        """Return the committee that the file is handed in for."""
        return Committee(self.level, self.committee)

    @property
    def is_running(self) -> bool:
        """Tell whether it is being worked at."""
        return self.state in RUNNING


class Uploads:
    """Keeps files and their states."""

    def __init__(self, store: Path, clock: Clock) -> None:
        self._folder = store / FOLDER
        self._clock = clock
        self._lock = threading.Lock()

    def hand_in(self, content: BinaryIO, name: str, party: Committee, account: str) -> Upload:
        """Keep a file that somebody handed in; make room for it."""
        self.tidy(party)
        upload_id = secrets.token_hex(16)
        folder = self._folder / upload_id
        (folder / "content").mkdir(mode=0o700, parents=True)
        self._folder.chmod(0o700)
        path = folder / "content" / safe_name(name)
        with path.open("wb") as copy:
            shutil.copyfileobj(content, copy, _CHUNK_BYTES)
        upload = Upload(
            upload_id=upload_id,
            level=party.level,
            committee=party.code,
            account=account,
            file_name=path.name,
            size_bytes=path.stat().st_size,
            handed_in_at=self._clock(),
        )
        self._write(upload)
        return upload

    def find(self, upload_id: str) -> Upload | None:
        """Return an upload; None when it is not, or no longer, there."""
        if not _ID.fullmatch(upload_id):
            return None
        try:
            return Upload.model_validate_json((self._folder / upload_id / _STATE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def all(self, parties: Collection[Committee] | None = None) -> list[Upload]:
        """Return the uploads of some committees, or of all, the newest first."""
        if not self._folder.is_dir():
            return []
        found = [upload for path in self._folder.iterdir() if (upload := self.find(path.name)) is not None]
        kept = [upload for upload in found if parties is None or upload.party in parties]
        return sorted(kept, key=lambda upload: upload.handed_in_at, reverse=True)

    def change(self, upload_id: str, only_if: Callable[[Upload], bool], **changes: Any) -> Upload:  # noqa: ANN401 - fields of Upload
        """Change an upload. Raises BadRequest when it is gone, Conflict when it is not as demanded."""
        with self._lock:
            upload = self.find(upload_id)
            if upload is None:
                raise BadRequest("upload-gone")
            if not only_if(upload):
                raise Conflict("upload-busy")
            changed = upload.model_copy(update=changes)
            self._write(changed)
            return changed

    def content_of(self, upload: Upload) -> Path:
        """Return where a file's content is."""
        return self._folder / upload.upload_id / "content" / upload.file_name

    def rejects_of(self, upload: Upload) -> Path:
        """Return where the rows are that could not be taken on trial."""
        return self._folder / upload.upload_id / REJECTS

    def forget_content(self, upload: Upload) -> None:
        """Delete what a file held; what became of it stays to be seen."""
        shutil.rmtree(self._folder / upload.upload_id / "content", ignore_errors=True)
        self.rejects_of(upload).unlink(missing_ok=True)

    def drop(self, upload: Upload) -> None:
        """Delete a file and all that is known of it here."""
        shutil.rmtree(self._folder / upload.upload_id, ignore_errors=True)

    def tidy(self, room_for: Committee | None = None) -> None:
        """Delete what is too old, and, for one file more of a committee, its oldest where too many wait."""
        idle = [upload for upload in self.all() if not upload.is_running]
        waiting = [upload for upload in idle if upload.party == room_for and upload.state != "taken"]
        old = [upload for upload in idle if self._clock() - upload.handed_in_at > KEPT]
        for upload in [*waiting[WAITING_MAX - 1 :], *old]:
            self.drop(upload)

    def _write(self, upload: Upload) -> None:
        path = self._folder / upload.upload_id / _STATE
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as file:
            file.write(upload.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def safe_name(given: str) -> str:
    """Return a file's name without folders, short, and never empty or hidden."""
    name = Path(given.replace("\\", "/").replace("\0", "")).name.lstrip(".")[-100:]
    return name or "upload"
