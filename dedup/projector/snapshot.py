"""Snapshots of the matcher beside the log, so that a restart need not read and code the log anew.

A snapshot is derived: it may be deleted at any time. It is taken for true only when it is whole, was coded
by the same code, and its last event is the log's; otherwise the log is read from the start.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from dedup.projector.matching import Matching
from events.log import EventLog
from matchers import Model

FORMAT: Final = 2
WORTH_SAVING: Final = 20_000
"""Events since the last snapshot; fewer are read from the log again in about a second."""
_META: Final = "snapshot.json"
_MAPPED_BYTES_MIN: Final = 1 << 20


class Snapshots:
    """Where the matcher's state is kept: one folder, replaced as a whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def restore(self, log: EventLog, model: Model) -> Matching:
        """Return the matcher as it was saved, to be loaded from there on; a fresh one when nothing fits."""
        try:
            meta = json.loads((self._folder / _META).read_bytes())
            matching = Matching(model)
            if meta["of"] == _identity(log, matching, meta["loaded"]):
                matching.restore(_read(self._folder, meta["arrays"]))
                return matching
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            """Nothing there, or nothing that this version wrote: the log has it all."""
        return Matching(model)

    def save(self, log: EventLog, matching: Matching) -> bool:
        """Save the matcher's state when much has come since the last time; tell whether it was saved."""
        if matching.loaded - self._saved_up_to() < WORTH_SAVING:
            return False
        partial = self._folder.with_name(f".{self._folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        arrays = matching.state()
        for number, array in enumerate(arrays.values()):
            with (partial / f"{number}.npy").open("wb") as file:
                np.save(file, array)
                file.flush()
                os.fsync(file.fileno())
        loaded = matching.loaded
        meta = {"of": _identity(log, matching, loaded), "loaded": loaded, "arrays": list(arrays)}
        (partial / _META).write_text(json.dumps(meta))
        shutil.rmtree(self._folder, ignore_errors=True)
        partial.rename(self._folder)
        return True

    def _saved_up_to(self) -> int:
        try:
            return int(json.loads((self._folder / _META).read_bytes())["loaded"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0


def _identity(log: EventLog, matching: Matching, loaded: int) -> list[Any]:
    """Return what must be the same for a snapshot to be true: code, blocks, and the log up to its place."""
    last = log.read_encoded_after(loaded - 1, limit=1, until=loaded)
    profile, thresholds = matching.engine.profile, matching.engine.model.thresholds
    place = [list(stored[:4]) for stored in last]
    return [FORMAT, profile.name, profile.coding_version, thresholds.block_cap, place]


def _read(folder: Path, names: list[str]) -> Mapping[str, NDArray[Any]]:
    return {name: _read_array(folder / f"{number}.npy") for number, name in enumerate(names)}


def _read_array(path: Path) -> NDArray[Any]:
    """Read an array, a large one as it is touched."""
    large = path.stat().st_size > _MAPPED_BYTES_MIN
    return cast("NDArray[Any]", np.load(path, mmap_mode="r" if large else None, allow_pickle=False))
