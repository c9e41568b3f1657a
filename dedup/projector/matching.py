"""Registrations in, changes of flags out: the projector's work without the log's writing side.

The same code serves one registration (latency) and five thousand (throughput), a live projection and the
auditor's replay of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dedup.projector.flags import Change, Flag, FlagChange, Flags
from dedup.projector.registry import Registry
from dedup.rolls import standing
from events.cases import Assessment, Evidence
from events.log import Recorded
from events.registrations import RegistrationKey, Voter
from matchers import Engine, EngineStats, Model, Record, ScoredPair


def record_of(key: RegistrationKey, voter: Voter) -> Record:
    """Hand a registration to the matcher: the values as given, and whose roll it is."""
    return Record(
        committee=key.committee,
        name=voter.name,
        former_name=voter.former_name,
        sex=voter.sex,
        ethnicity=voter.ethnicity,
        birth_date=voter.birth_date,
        id_number=voter.id_number,
        household_address=voter.household_address,
        residence_address=voter.residence_address,
        phone=voter.phone,
        employer=voter.employer,
    )


@dataclass(slots=True)
class _Arrivals:
    """What a batch puts into the engine and takes out of it, the latest event of each stream only."""

    refs: list[int] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    partitions: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)


class Matching:
    """An engine with the registry and the flags that go with it."""

    def __init__(self, model: Model) -> None:
        self.fingerprint = model.fingerprint
        self._engine = Engine(model)
        self.registry = Registry()
        self.flags = Flags()

    @property
    def stats(self) -> EngineStats:
        """Return the engine's counts."""
        return self._engine.stats

    def load(self, batch: Iterable[Recorded]) -> None:
        """Take registrations in whose flags are known already."""
        self._admit(batch)

    def take(self, batch: Iterable[Recorded]) -> list[FlagChange]:
        """Take registrations in, match what they touch, and return the changes of flags that follow."""
        touched = self._admit(batch)
        found = {self._pair(pair): self._assessment(pair) for pair in self._engine.pairs_of(touched)}
        return self.flags.changes(touched, found, self.registry.position_of)

    def settle(self, changes: Sequence[FlagChange], positions: Sequence[int]) -> None:
        """Hold changes for done, once they stand in the log at these positions."""
        for change, position in zip(changes, positions, strict=True):
            if change.change is Change.LAPSED:
                self.flags.drop_flag(change.left, change.right)
            else:
                self.flags.raise_flag(Flag(change.left, change.right, change.assessment, position))

    def _admit(self, batch: Iterable[Recorded]) -> list[int]:
        arrivals = self._arrivals({recorded.stream_id: recorded for recorded in batch}.values())
        affected = self._engine.drop(arrivals.withdrawn) if arrivals.withdrawn else []
        if arrivals.refs:
            affected = [*affected, *self._engine.put(arrivals.refs, arrivals.records, arrivals.partitions)]
        return sorted({*arrivals.refs, *arrivals.withdrawn, *affected})

    def _arrivals(self, latest: Iterable[Recorded]) -> _Arrivals:
        arrivals = _Arrivals()
        for recorded in latest:
            ref = self.registry.ref_of(recorded.stream_id)
            registration = standing(recorded)
            if registration is None:
                arrivals.withdrawn.append(ref)
                self.registry.note_withdrawn(ref, recorded.position)
                continue
            self.registry.note_listed(ref, registration.entry.basis, recorded.position)
            arrivals.refs.append(ref)
            arrivals.records.append(record_of(registration.key, registration.voter))
            arrivals.partitions.append(self.registry.partition_of(registration.key))
        return arrivals

    def _pair(self, pair: ScoredPair) -> tuple[int, int]:
        """Order a pair as its case does: by stream id."""
        if self.registry.stream_id_of(pair.left) < self.registry.stream_id_of(pair.right):
            return pair.left, pair.right
        return pair.right, pair.left

    def _assessment(self, pair: ScoredPair) -> Assessment:
        return Assessment(
            probability=pair.probability,
            verdict=pair.verdict,
            evidence=tuple(Evidence(field=e.field, level=e.level, bits=e.bits) for e in pair.evidence),
            model=self.fingerprint,
            search_incomplete=pair.search_incomplete,
        )
