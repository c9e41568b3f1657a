"""Registrations in, changes of flags out: the projector's work without the log's writing side.

The same code serves one registration (latency) and a million (throughput), a live projection, training and
the auditor's replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.projector.assessed import Assessed, Finding
from dedup.projector.flags import Change, Flag, FlagChange, Flags
from dedup.projector.pages import CodedPage
from dedup.projector.registry import Registry
from events.cases import (
    Assessment,
    Evidence,
)
from matchers import Engine, EngineStats, Model, ScoredPair
from matchers.crew import Alone, Crew
from matchers.rows import under
from matchers.sharing import WHOLE, Share

State = dict[str, NDArray[Any]]
Pair = tuple[int, int]
Refs = NDArray[np.int64]


class Matching:
    """An engine with the registry and the flags that go with it."""

    def __init__(self, model: Model, share: Share = WHOLE) -> None:
        self.engine = Engine(model, share)
        self.crew: Crew = Alone(self.engine)
        """Who does the larger part of the work on the engine's records."""
        self.registry = Registry()
        self.flags = Flags()
        self.loaded = 0
        """Place in the log up to which registrations are in the engine."""
        self.revision = 0
        """Times that registrations were taken in."""
        self._arrived: list[Refs] = []
        self.flags_read = 0
        """Place in the log up to which flags have been read back or raised."""

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the model that pairs are weighed with."""
        return self.engine.model.fingerprint

    @property
    def stats(self) -> EngineStats:
        """Return the engine's counts."""
        return self.engine.stats

    def load(self, page: CodedPage) -> set[int]:
        """Take registrations in; return other refs whose candidates changed because a block did."""
        listed, gone, partitions = self._note(page)
        self._arrived += [listed, gone]
        affected = {*self.engine.drop(gone)} if len(gone) else set()
        if len(listed):
            affected.update(self.engine.put_coded(listed, page.coded, partitions))
        return affected

    def fill(self, page: CodedPage) -> None:
        """Take registrations in while nothing has been matched yet; much quicker."""
        listed, gone, partitions = self._note(page)
        if len(gone):
            self.engine.drop(gone)
        if len(listed):
            self.engine.fill(listed, page.coded, partitions)

    def _note(self, page: CodedPage) -> tuple[Refs, Refs, Refs]:
        """Note where registrations come from; return refs listed, refs withdrawn, the former's partitions."""
        refs = self.registry.note(page.stream_ids, page.positions, page.at_home, page.withdrawn)
        self.loaded = max(self.loaded, page.position)
        self.revision += 1
        return refs[~page.withdrawn], refs[page.withdrawn], page.partitions

    def take_arrived(self) -> Refs:
        """Return the refs that were loaded since they were last taken, in the order of the log."""
        if not self._arrived:
            return np.empty(0, dtype=np.int64)
        arrived = np.unique(np.concatenate(self._arrived))
        self._arrived.clear()
        return np.asarray(arrived[np.argsort(self.registry.positions[arrived], kind="stable")])

    def waiting_after(self, position: int) -> NDArray[np.int64]:
        """Return the refs whose values come from events after a position, in the order of the log."""
        positions = self.registry.positions
        waiting = np.flatnonzero(positions > position)
        return np.asarray(waiting[np.argsort(positions[waiting], kind="stable")])

    def match(
        self,
        refs: Iterable[int],
        but: NDArray[np.bool_] | None = None,
        pairs: Sequence[Finding] | None = None,
    ) -> list[FlagChange]:
        """Match registrations against all that are loaded; return the changes of flags.

        `but`, one truth value a ref, names registrations that were matched since they were loaded: what can
        be said of pairs with them has been said. `pairs` are those to be flagged, where a sweep found them.
        """
        touched = sorted(refs)
        found: Mapping[Pair, Assessment | Assessed]
        if pairs is None:
            found = self.find(touched, but)
        else:
            found = {self.order(left, right): assessed for left, right, assessed in pairs}
        position_of = self.registry.position_of
        if but is None:
            return self.flags.changes(touched, found, position_of)
        return self.flags.changes(touched, found, lambda r: 0 if but[r] else position_of(r))

    def find(self, refs: Sequence[int], but: NDArray[np.bool_] | None = None) -> Mapping[Pair, Assessment]:
        """Return every pair that touches some registrations and is to be flagged, with its assessment."""
        return self.assessed(self.engine.pairs_of(refs, but))

    def assessed(self, pairs: Iterable[ScoredPair]) -> Mapping[Pair, Assessment]:
        """Return pairs in the order of their cases, with what is said of them."""
        return {self.order(pair.left, pair.right): self.assess(pair) for pair in pairs}

    def settle(self, changes: Sequence[FlagChange], positions: Sequence[int]) -> None:
        """Hold changes for done, once they stand in the log at these positions."""
        for change, position in zip(changes, positions, strict=True):
            if change.assessment is None or change.change is Change.LAPSED:
                self.flags.drop_flag(change.left, change.right)
            else:
                self.flags.raise_flag(Flag.of(change.left, change.right, change.assessment, position))
            self.flags_read = max(self.flags_read, position)

    def order(self, one: int, other: int) -> Pair:
        """Order a pair as its case does: by stream id."""
        if self.registry.stream_id_of(one) < self.registry.stream_id_of(other):
            return one, other
        return other, one

    def assess(self, pair: ScoredPair) -> Assessment:
        """Return what the model says of a pair as events carry it."""
        return Assessment(
            probability=pair.probability,
            verdict=pair.verdict,
            evidence=tuple(Evidence(field=e.field, level=e.level, bits=e.bits) for e in pair.evidence),
            model=self.fingerprint,
            coincidences=pair.coincidences,
            search_incomplete=pair.search_incomplete,
        )

    def state(self) -> State:
        """Return everything that a later process needs to go on from here, as arrays."""
        return self.state_of_flags() | self.state_of_rolls()

    def state_of_rolls(self) -> State:
        """Return what a later process needs to know of registrations, as arrays."""
        return {
            **{f"engine/{name}": array for name, array in self.engine.state().items()},
            **{f"registry/{name}": array for name, array in self.registry.state().items()},
        }

    def state_of_flags(self) -> State:
        """Return the rest: which flags stand, and how far all has come."""
        flags = [(f.left, f.right, f.mark, f.position) for f in self.flags.standing()]
        models = "\n".join(flag.model for flag in self.flags.standing())
        return {
            "places": np.array([self.loaded, self.flags_read], dtype=np.int64),
            "flags": np.array(flags, dtype=np.int64).reshape(-1, 4),
            "flag_models": np.frombuffer(models.encode(), dtype=np.uint8),
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Take over what `state` returned. Raises KeyError or ValueError when it is of another kind."""
        self.engine.restore(engine_state(state))
        self.registry.restore(under("registry/", state))
        self.loaded, self.flags_read = map(int, state["places"])
        models = state["flag_models"].tobytes().decode().split("\n") if len(state["flags"]) else []
        for (left, right, mark, position), model in zip(state["flags"].tolist(), models, strict=True):
            self.flags.raise_flag(Flag(left, right, mark, model, position))


def engine_state(state: Mapping[str, NDArray[Any]]) -> State:
    """Return the engine's part of what `Matching.state_of_rolls` returned."""
    return under("engine/", state)
