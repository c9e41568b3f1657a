"""The process that prepares files. Started by `worker.py` as `python -m dedup.intake.worker_child`.

It reads pickled messages from its standard input and writes one pickled answer to each. It holds nothing that
is not in a file: whoever started it may end it, or be ended itself, at any moment.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys
import traceback
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Final

from dedup.intake.preparing import Batch, Job, Opening, Preparation, prepare

_COLLECT_AFTER: Final = 100_000
"""New objects before the collector looks: those of some batches, which hold no cycles."""


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    inbox, outbox = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        with ExitStack() as files:
            _serve(inbox, outbox, files)
    except (EOFError, BrokenPipeError):
        return


def _serve(inbox: IO[bytes], outbox: IO[bytes], files: ExitStack) -> None:
    preparation: Preparation | None = None
    while True:
        message: Job | datetime = pickle.load(inbox)  # noqa: S301 - our own parent wrote it
        answer: Opening | Batch | Exception | None
        try:
            if isinstance(message, Job):
                files.close()
                preparation = files.enter_context(prepare(message))
                answer = preparation.opening
            else:
                answer = preparation.next_batch(message) if preparation else None
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            error.add_note("".join(traceback.format_exception(error)))
            preparation, answer = None, error
        outbox.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        outbox.flush()


if __name__ == "__main__":
    main()
