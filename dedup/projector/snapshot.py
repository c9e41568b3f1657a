"""Snapshots of the matcher beside the log, so that a restart need not read and code the log anew.

A snapshot is derived: it may be deleted at any time. It is taken for true only when it is whole, was coded
by the same code, and its last event is the log's; otherwise the log is read from the start.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
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
                matching.restore(read_arrays(self._folder, meta["arrays"]))
                return matching
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            """Nothing there, or nothing that this version wrote: the log has it all."""
        return Matching(model)

    def draft(self, matching: Matching) -> Draft:
        """Return a snapshot to be, for others to read from and to be saved later."""
        return Draft(self._folder.with_name(f".{self._folder.name}.partial"), matching)

    def save(self, log: EventLog, matching: Matching, draft: Draft | None = None) -> bool:
        """Save the matcher's state when much has come since the last time; tell whether it was saved.

        What a draft holds already is not written again.
        """
        if matching.loaded - self._saved_up_to() < WORTH_SAVING:
            return False
        if draft is None or not draft.is_of(matching):
            draft = self.draft(matching)
            draft.write()
        names = draft.add(matching.state_of_flags())
        loaded = matching.loaded
        meta = {"of": _identity(log, matching, loaded), "loaded": loaded, "arrays": names}
        (draft.folder / _META).write_text(json.dumps(meta))
        shutil.rmtree(self._folder, ignore_errors=True)
        draft.folder.rename(self._folder)
        return True

    def _saved_up_to(self) -> int:
        try:
            return int(json.loads((self._folder / _META).read_bytes())["loaded"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0


class Draft:
    """What a matcher knows of registrations, in files: the larger part of a snapshot."""

    def __init__(self, folder: Path, matching: Matching) -> None:
        self.folder = folder
        self.block_cap = matching.engine.model.thresholds.block_cap
        self._revision = matching.revision
        self._matching = matching
        self._arrays = matching.state_of_rolls()
        self._names: list[str] = []

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the arrays in the order of their files."""
        return tuple(self._names)

    def is_of(self, matching: Matching) -> bool:
        """Tell whether a matcher still knows the same."""
        cap = matching.engine.model.thresholds.block_cap
        return matching is self._matching and (matching.revision, cap) == (self._revision, self.block_cap)

    def write(self) -> None:
        """Write the files; may be done in a thread of its own, while nothing is taken in."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        arrays, self._arrays = self._arrays, {}
        self.add(arrays)

    def add(self, arrays: Mapping[str, NDArray[Any]]) -> list[str]:
        """Write more arrays; return the names of all in the order of their files."""
        for number, array in enumerate(arrays.values(), len(self._names)):
            with (self.folder / f"{number}.npy").open("wb") as file:
                np.save(file, array)
                file.flush()
                os.fsync(file.fileno())
        self._names += arrays
        return self._names

    def read(self) -> Mapping[str, NDArray[Any]]:
        """Return what was written, mapped: it stays readable when the files are moved or deleted."""
        return read_arrays(self.folder, self._names)


def _identity(log: EventLog, matching: Matching, loaded: int) -> list[Any]:
    """Return what must be the same for a snapshot to be true: code, blocks, and the log up to its place."""
    last = log.read_encoded_after(loaded - 1, limit=1, until=loaded)
    profile, thresholds = matching.engine.profile, matching.engine.model.thresholds
    place = [list(stored[:4]) for stored in last]
    return [FORMAT, profile.name, profile.coding_version, thresholds.block_cap, place]


def read_arrays(folder: Path, names: Sequence[str]) -> Mapping[str, NDArray[Any]]:
    """Return the arrays in a folder's files, the large ones mapped."""
    return {name: _read_array(folder / f"{number}.npy") for number, name in enumerate(names)}


def _read_array(path: Path) -> NDArray[Any]:
    """Read an array, a large one as it is touched."""
    large = path.stat().st_size > _MAPPED_BYTES_MIN
    return cast("NDArray[Any]", np.load(path, mmap_mode="r" if large else None, allow_pickle=False))
