"""A process that prepares files beside the one that writes the log. This side owns it and asks it.

Every message gets one answer: a `Job` the file's `Opening`, a time the next `Batch` (None at the end), either
an error instead. One batch is always asked for ahead, so that it is prepared while the last one is appended;
more than that never waits anywhere, because a process whose answer nobody has read yet cannot go on.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Final, cast

from dedup.errors import DedupError
from dedup.intake.limits import MIB
from dedup.intake.preparing import Batch, Job, Opening

FROM_BYTES: Final = 2 * MIB
"""A smaller file, of some 8,000 rows, is prepared sooner than a process has started."""
_BATCHES_ASKED: Final = 2
"""The one that is waited for, and the one after it."""


class Worker:
    """One such process, started when it is first asked, for one file after the other."""

    def __init__(self, from_bytes: int = FROM_BYTES) -> None:
        self._from_bytes = from_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._answers_due = 0

    @property
    def process_id(self) -> int | None:
        """Return the process's id; None while there is no process."""
        return self._process.pid if self._process else None

    def pays_for(self, path: Path) -> bool:
        """Tell whether a file is large enough to be worth it."""
        return path.stat().st_size >= self._from_bytes

    @contextmanager
    def prepare(self, job: Job) -> Iterator[RemotePreparation]:
        """Open a file there to prepare it, as `preparing.prepare` does here.

        Raises what that raises, and DedupError when the process ends unexpectedly. A file that is given up
        takes the process with it, and what that still owed; the next file has a new one.
        """
        try:
            while self._answers_due:
                self._answer()  # the end of the last file, asked for ahead
            self._ask(job)
            yield RemotePreparation(self, cast("Opening", self._answer()))
        except BaseException:
            self.close()
            raise

    def next_batch(self, now: datetime) -> Batch | None:
        """Return the next batch, asked for a batch ago."""
        while self._answers_due < _BATCHES_ASKED:
            self._ask(now)
        return cast("Batch | None", self._answer())

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process = None
        self._answers_due = 0

    def _ask(self, message: Job | datetime) -> None:
        process = self._started()
        try:
            pickle.dump(message, cast("IO[bytes]", process.stdin))
            cast("IO[bytes]", process.stdin).flush()
        except BrokenPipeError:
            raise self._ended() from None
        self._answers_due += 1

    def _answer(self) -> object:
        process = self._started()
        try:
            answer = pickle.load(cast("IO[bytes]", process.stdout))  # noqa: S301 - our own child wrote it
        except (EOFError, pickle.UnpicklingError):
            raise self._ended() from None
        self._answers_due -= 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "dedup.intake.worker_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def _ended(self) -> DedupError:
        process = self._started()
        process.kill()
        return DedupError("import-worker-ended", status=str(process.wait()))


class RemotePreparation:
    """A file being prepared in a worker."""

    def __init__(self, worker: Worker, opening: Opening) -> None:
        self._worker = worker
        self.opening = opening

    def next_batch(self, now: datetime) -> Batch | None:
        """Return the next batch; None when the file is at its end."""
        return self._worker.next_batch(now)
