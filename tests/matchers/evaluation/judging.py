"""Pairs as tests like to have them: drawn by Hypothesis, or written out."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from matchers.evaluation import Judged


def judged(*pairs: tuple[float, bool]) -> Judged:
    probability, true = zip(*pairs, strict=True) if pairs else ((), ())
    return Judged(np.array(probability, dtype=float), np.array(true, dtype=bool))


PROBABILITIES = st.one_of(st.just(0.0), st.sampled_from((0.05, 0.5, 0.99)), st.floats(0.0, 1.0))


@st.composite
def any_pairs(draw: st.DrawFn, least: int = 0) -> Judged:
    """Draw pairs that were flagged or are true, as every pair held against a truth is."""
    drawn = draw(st.lists(st.tuples(PROBABILITIES, st.booleans()), min_size=least, max_size=60))
    return judged(*((p, true or p == 0) for p, true in drawn))


def shuffled(pairs: Judged, seed: int) -> Judged:
    order = np.random.default_rng(seed).permutation(len(pairs))
    return pairs.only(order)
