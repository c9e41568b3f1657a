"""The registry: dense integers for registrations, and what the projector must remember of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from events.cases import HomeSide

State = dict[str, NDArray[Any]]
_CAPACITY_MIN: Final = 1024


class Registry:
    """Registration ↔ ref, its basis, and the position of the event that its values come from.

    Refs are given in the order of the log, so that the same log gives the same refs.
    """

    def __init__(self) -> None:
        self._refs: dict[str, int] = {}
        self._stream_ids: list[str] = []
        self._positions = np.zeros(_CAPACITY_MIN, dtype=np.int64)
        self._at_home = np.zeros(_CAPACITY_MIN, dtype=bool)
        self._withdrawn = np.zeros(_CAPACITY_MIN, dtype=bool)

    def __len__(self) -> int:
        return len(self._stream_ids)

    @property
    def positions(self) -> NDArray[np.int64]:
        """Return by ref the position of the event that its values come from."""
        return self._positions[: len(self)]

    def note(
        self,
        stream_ids: Sequence[str],
        positions: NDArray[np.int64],
        at_home: NDArray[np.bool_],
        withdrawn: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """Remember where registrations' latest values come from, why they are listed; return their refs."""
        refs = self._refs_of(stream_ids)
        self._positions[refs] = positions
        self._withdrawn[refs] = withdrawn
        self._at_home[refs] = at_home
        return refs

    def _refs_of(self, stream_ids: Sequence[str]) -> NDArray[np.int64]:
        known = self._refs
        if known.keys().isdisjoint(stream_ids):
            first = len(self._stream_ids)
            refs = np.arange(first, first + len(stream_ids))
            known.update(zip(stream_ids, refs.tolist(), strict=True))
            self._stream_ids.extend(stream_ids)
            while len(self._positions) < len(self._stream_ids):
                self._grow()
            return refs
        return np.fromiter(map(self.ref_of, stream_ids), np.int64, len(stream_ids))

    def ref_of(self, stream_id: str) -> int:
        """Return the ref of a registration, a new one when it was never named."""
        ref = self._refs.setdefault(stream_id, len(self._stream_ids))
        if ref == len(self._stream_ids):
            self._stream_ids.append(stream_id)
            if ref == len(self._positions):
                self._grow()
        return ref

    def _grow(self) -> None:
        size = len(self._positions)
        self._positions = np.concatenate([self._positions, np.zeros(size, dtype=np.int64)])
        self._at_home = np.concatenate([self._at_home, np.zeros(size, dtype=bool)])
        self._withdrawn = np.concatenate([self._withdrawn, np.zeros(size, dtype=bool)])

    def find(self, stream_id: str) -> int | None:
        """Return the ref of a registration, or None when it was never named."""
        return self._refs.get(stream_id)

    def is_withdrawn(self, ref: int) -> bool:
        """Tell whether a registration has left its roll."""
        return bool(self._withdrawn[ref])

    def is_at_home(self, ref: int) -> bool:
        """Tell whether a registration is listed by household."""
        return bool(self._at_home[ref])

    def stream_id_of(self, ref: int) -> str:
        """Return the stream id of a registration."""
        return self._stream_ids[ref]

    def position_of(self, ref: int) -> int:
        """Return the position of the event that the values come from; 0 when none has been read yet."""
        return int(self._positions[ref])

    def home_side(self, left: int, right: int) -> HomeSide:
        """Tell which of two registrations is on the home roll 户籍地, where exactly one basis says so."""
        left_home, right_home = bool(self._at_home[left]), bool(self._at_home[right])
        if left_home == right_home:
            return ""
        return "left" if left_home else "right"

    def state(self) -> State:
        """Return what is remembered, as arrays."""
        size = len(self)
        return {
            "positions": self._positions[:size],
            "at_home": self._at_home[:size],
            "withdrawn": self._withdrawn[:size],
            "stream_ids": np.frombuffer("\n".join(self._stream_ids).encode(), dtype=np.uint8),
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Take over what `state` returned. Raises KeyError or ValueError when it is of another kind."""
        stream_ids = state["stream_ids"].tobytes().decode()
        self._stream_ids = stream_ids.split("\n") if stream_ids else []
        self._refs = dict(zip(self._stream_ids, range(len(self._stream_ids)), strict=True))
        if len(state["positions"]) != len(self._stream_ids):
            raise ValueError("a registry with holes")
        spare = np.zeros(_CAPACITY_MIN, dtype=np.int64)
        self._positions = np.concatenate([state["positions"], spare])
        self._at_home = np.concatenate([state["at_home"], spare.astype(bool)])
        self._withdrawn = np.concatenate([state["withdrawn"], spare.astype(bool)])
