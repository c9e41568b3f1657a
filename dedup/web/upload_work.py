"""The thread that reads and takes files behind the pages: one after the other, step by step, stoppable.

What it has done is in the log and in the upload's state. A service that was stopped or killed in the middle
goes on where the log says that it was; the page says so.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, Final

from dedup.bootstrap import Service
from dedup.errors import DedupError
from dedup.failures import as_user_error
from dedup.intake.mappings import Mappings
from dedup.intake.preparing import Batch
from dedup.intake.worker import Worker
from dedup.web.trial import request_of, see, try_import
from dedup.web.uploads import State, Upload, Uploads
from events.files import RejectedRow, RowCounts

REJECTS_SHOWN: Final = 8
REJECTS_KEPT_MAX: Final = 50_000
"""Rows of a trial that can be downloaded with their reasons."""


_HALTED: Final[dict[State, dict[str, str]]] = {
    "reading": {"state": "unreadable", "problem": "upload-halted"},
    "taking": {"state": "halted"},
}
"""What becomes of a file that somebody stopped the work on."""


class _Halted(Exception):
    """Somebody ended the work on a file."""


class _Stopping(Exception):
    """The service stops; the work goes on when it is started again."""


class UploadWork:
    """Works at uploads in a thread of its own, which is there as long as there is anything to do."""

    def __init__(self, service: Service, uploads: Uploads, on_taken: Callable[[], None]) -> None:
        """`on_taken` is called when rows have come into the log."""
        self._service = service
        self._uploads = uploads
        self._on_taken = on_taken
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._halted: set[str] = set()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def resume(self) -> None:
        """Go on with what was not finished when the service ended."""
        self._uploads.tidy()
        for upload in reversed(self._uploads.all()):
            if upload.is_running:
                self.begin(upload)

    def begin(self, upload: Upload) -> None:
        """Work at an upload that is to be read or taken, after those that came before it."""
        self._halted.discard(upload.upload_id)
        self._waiting.put(upload.upload_id)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)
                self._thread.start()

    def halt(self, upload: Upload) -> None:
        """End the work on an upload at its next step; what was taken stays taken."""
        self._halted.add(upload.upload_id)

    def stop(self, timeout_s: float) -> None:
        """Stop after the step that is being done."""
        self._stopping.set()
        self._waiting.put("")
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            upload = self._uploads.find(self._waiting.get())
            if upload is None or not upload.is_running:
                continue
            try:
                self._work(upload)
            except _Halted:
                self._note(upload, **_HALTED[upload.state])
            except _Stopping:
                return
            except Exception as error:  # noqa: BLE001 - told on the page
                with suppress(DedupError):
                    self._failed(upload, error)

    def _work(self, upload: Upload) -> None:
        if upload.state == "reading":
            self._read(upload)
        else:
            self._take(upload)

    def _read(self, upload: Upload) -> None:
        path, log = self._uploads.content_of(upload), self._service.log
        seen, remembered = see(path, upload, Mappings(log, self._service.clock))
        upload = self._note(upload, seen=seen, remembered=remembered)
        first: list[RejectedRow] = []
        warnings: Counter[str] = Counter()
        kept = 0
        with self._uploads.rejects_of(upload).open("w", encoding="utf-8") as file:

            def on_batch(batch: Batch, counts: RowCounts) -> None:
                nonlocal kept
                first.extend(batch.rejects[: REJECTS_SHOWN - len(first)])
                for reject in batch.rejects[: REJECTS_KEPT_MAX - kept]:
                    file.write(reject.model_dump_json() + "\n")
                    kept += 1
                warnings.update(batch.warnings)
                self._step(upload, batch.share, counts)

            wanted = request_of(upload, path, self._service.settings.cycle)
            with closing(self._trial_worker()) as worker:
                try_import(log, wanted, on_batch, worker)
        self._note(upload, state="read", share=1.0, rejects=tuple(first), warnings=dict(warnings))

    def _trial_worker(self) -> Worker:
        """Return what prepares a large file beside the pages, and a small one not at all."""
        return Worker() if self._service.settings.workers > 1 else Worker(from_bytes=sys.maxsize)

    def _take(self, upload: Upload) -> None:
        wanted = request_of(upload, self._uploads.content_of(upload), self._service.settings.cycle)

        def on_batch(share: float, counts: RowCounts) -> None:
            self._on_taken()
            self._step(upload, share, counts)

        with self._service.importer as importer:
            report = importer.run(wanted, on_batch)
        self._note(
            upload,
            state="taken",
            share=1.0,
            counts=report.counts,
            warnings=report.warnings,
            stream_id=report.stream_id,
            repeated=report.repeated,
            resumed_after_row=report.resumed_after_row,
        )
        self._uploads.forget_content(upload)
        self._on_taken()

    def _step(self, upload: Upload, share: float, counts: RowCounts) -> None:
        """Put on the page how far it has come; end here when somebody wants it to."""
        self._note(upload, share=share, counts=counts)
        if upload.upload_id in self._halted:
            raise _Halted
        if self._stopping.is_set():
            raise _Stopping

    def _failed(self, upload: Upload, error: Exception) -> None:
        known = error if isinstance(error, DedupError) else as_user_error(error)
        code, facts = (known.code, dict(known.facts)) if known else ("upload-failed", {})
        if "path" in facts:
            facts["path"] = upload.file_name
        state = "unreadable" if upload.state == "reading" else "failed"
        self._note(upload, state=state, problem=code, facts=facts)

    def _note(self, upload: Upload, **changes: Any) -> Upload:  # noqa: ANN401 - fields of Upload
        return self._uploads.change(upload.upload_id, lambda now: now.is_running, **changes)
