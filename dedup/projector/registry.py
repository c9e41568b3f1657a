"""The registry: dense integers for registrations, and what the projector must remember of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.cases import Side
from events.registrations import RegistrationKey


@dataclass(slots=True)
class Registry:
    """Registration ↔ ref, its basis, and the position of the event that its values come from."""

    _refs: dict[str, int] = field(default_factory=dict)
    _stream_ids: list[str] = field(default_factory=list)
    _bases: list[str] = field(default_factory=list)
    _positions: list[int] = field(default_factory=list)
    _withdrawn: set[int] = field(default_factory=set)
    _partitions: dict[tuple[str, str], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._stream_ids)

    def ref_of(self, stream_id: str) -> int:
        """Return the ref of a registration, a new one when it was never named."""
        ref = self._refs.setdefault(stream_id, len(self._stream_ids))
        if ref == len(self._stream_ids):
            self._stream_ids.append(stream_id)
            self._bases.append("")
            self._positions.append(0)
        return ref

    def note_listed(self, ref: int, basis: str, position: int) -> None:
        """Remember where a registration's latest values come from, and its basis."""
        self._bases[ref] = basis
        self._positions[ref] = position
        self._withdrawn.discard(ref)

    def note_withdrawn(self, ref: int, position: int) -> None:
        """Remember that a registration left its roll."""
        self._positions[ref] = position
        self._withdrawn.add(ref)

    def is_withdrawn(self, ref: int) -> bool:
        """Tell whether a registration has left its roll."""
        return ref in self._withdrawn

    def stream_id_of(self, ref: int) -> str:
        """Return the stream id of a registration."""
        return self._stream_ids[ref]

    def position_of(self, ref: int) -> int:
        """Return the position of the event that the values come from; 0 when none has been read yet."""
        return self._positions[ref]

    def partition_of(self, key: RegistrationKey) -> int:
        """Return the number of the cycle and level: only registrations of one are ever compared.

        The same person on the county roll and the township roll of a place is correct, not a double.
        """
        return self._partitions.setdefault((key.cycle, key.level), len(self._partitions))

    def home_side(self, left: int, right: int) -> Side:
        """Tell which of two registrations is on the home roll 户籍地, where exactly one basis says so."""
        left_home, right_home = self._bases[left] == "household", self._bases[right] == "household"
        if left_home == right_home:
            return ""
        return "left" if left_home else "right"
