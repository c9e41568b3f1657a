"""The search itself: whether true pairs meet under a blocking key, and how many candidates that costs.

The only file of the evaluation that asks an engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from dedup.evaluation.census import Census
from dedup.evaluation.pair_files import Pair, Ref
from dedup.evaluation.report import KeyYield, Search
from dedup.projector.matching import Matching
from events.registrations import RegistrationKey
from matchers.evaluation import share_of


def search_of(matching: Matching, cycle: str, census: Census, true_pairs: Collection[Pair]) -> Search:
    """Return which true pairs share an open block, and how many candidates registrations have.

    A pair with a side that is not on the rolls is left out: no search could find it.
    """
    engine = matching.engine
    refs = {ref: _number(matching, cycle, census, ref) for pair in true_pairs for ref in pair}
    known = [(refs[one], refs[other]) for one, other in true_pairs]
    pairs = [(one, other) for one, other in known if one is not None and other is not None]
    shared = engine.keys_shared([one for one, _ in pairs], [other for _, other in pairs])
    counts = engine.candidate_counts(engine.ref_of(engine.slots()))
    return Search(
        complete=share_of(sum(map(bool, shared)), len(pairs)),
        keys=_yields(shared),
        candidates_mean=float(np.mean(counts)) if len(counts) else 0.0,
        candidates_median=float(np.median(counts)) if len(counts) else 0.0,
        candidates_p99=float(np.quantile(counts, 0.99)) if len(counts) else 0.0,
        candidates_most=int(np.max(counts, initial=0)),
        full_blocks=engine.stats.full_blocks,
    )


def _number(matching: Matching, cycle: str, census: Census, ref: Ref) -> int | None:
    member = census.members.get(ref)
    if member is None:
        return None
    return matching.registry.find(RegistrationKey(cycle, member.level, *ref).stream_id)


def _yields(shared: Sequence[tuple[str, ...]]) -> tuple[KeyYield, ...]:
    pairs = Counter(key for keys in shared for key in set(keys))
    alone = Counter(keys[0] for keys in shared if len(set(keys)) == 1)
    by_yield = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple(KeyYield(key, count, alone[key]) for key, count in by_yield)
