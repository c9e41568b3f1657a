"""Processes beside this one: forked from one that has the matcher's tables, which they then share.

To load them takes a process a second and 100 MB; forked, it has them at once and in the same memory.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.forkserver import ensure_running
from threading import Thread
from typing import Final

_START: Final = "forkserver"
_READY: Final = {"chinese": "dedup.projector.ready.chinese", "latin": "dedup.projector.ready.latin"}
"""What it loads, by profile."""


def prepare(profile: str) -> None:
    """Start the process that others will be forked from, without waiting for it.

    The first profile asked for is the one that it has loaded.
    """
    if sys.platform == "linux":  # elsewhere, libraries that numbers are multiplied with do not survive a fork
        get_context(_START).set_forkserver_preload(["__main__", _READY[profile]])
    ensure_running()


def pool_of(count: int, profile: str, begin: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """Return so many processes for work on a profile's records, each of which does `begin` first."""
    prepare(profile)
    return ProcessPoolExecutor(count, get_context(_START), _begin, (begin,))


def _begin(begin: Callable[[], None] | None) -> None:
    end_with_parent()
    if begin:
        begin()


def end_with_parent() -> None:
    """Make a worker process end as soon as the process that it works for does, even by `kill -9`."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def release_memory() -> None:
    """Give freed memory back to the system, which the C library else keeps for later; Linux only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
