from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.columns import Array
from matchers.evaluation import cluster_metrics, components

LABELS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=25)
LINKS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20)


def arrays(labels: list[tuple[int, int]]) -> tuple[Array, Array]:
    true, found = zip(*labels, strict=True)
    return np.array(true), np.array(found)


def members(labels: Array) -> dict[int, set[int]]:
    return {label: {r for r, own in enumerate(labels.tolist()) if own == label} for label in labels.tolist()}


def slow_b_cubed(true: Array, found: Array) -> tuple[float, float] | None:
    """Work B-cubed out as it is defined: record by record."""
    persons, clusters = members(true), members(found)
    precisions, recalls = [], []
    for record in range(len(true)):
        person, cluster = persons[true[record]], clusters[found[record]]
        if len(person) == len(cluster) == 1:
            continue
        precisions.append(len(person & cluster) / len(cluster))
        recalls.append(len(person & cluster) / len(person))
    return (sum(precisions) / len(precisions), sum(recalls) / len(recalls)) if precisions else None


@given(LABELS)
def test_b_cubed_is_what_its_definition_gives(labels: list[tuple[int, int]]) -> None:
    true, found = arrays(labels)
    metrics, slow = cluster_metrics(true, found), slow_b_cubed(true, found)
    if slow is None:
        assert metrics.precision is None
    else:
        assert (metrics.precision, metrics.recall) == pytest.approx(slow)


@given(LABELS)
def test_precision_and_recall_change_places_with_truth_and_flags(labels: list[tuple[int, int]]) -> None:
    true, found = arrays(labels)
    one, other = cluster_metrics(true, found), cluster_metrics(found, true)
    assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))
    assert (one.true, one.split, one.exact) == (other.found, other.merged, other.exact)


@given(LABELS, st.integers(0, 99))
def test_neither_order_nor_naming_matters(labels: list[tuple[int, int]], seed: int) -> None:
    true, found = arrays(labels)
    order = np.random.default_rng(seed).permutation(len(labels))
    one, other = cluster_metrics(true, found), cluster_metrics(7 - true[order], 3 * found[order])
    assert (one.precision, one.recall) == pytest.approx((other.precision, other.recall))
    assert (one.true, one.found, one.exact, one.split, one.merged) == (
        *(other.true, other.found, other.exact, other.split, other.merged),
    )


@given(LABELS)
def test_what_is_found_as_it_is_true_is_perfect(labels: list[tuple[int, int]]) -> None:
    true, _ = arrays(labels)
    metrics = cluster_metrics(true, true)
    assert (metrics.split, metrics.merged, metrics.exact) == (0, 0, metrics.true)
    if metrics.records:
        assert (metrics.precision, metrics.recall, metrics.f1) == (1.0, 1.0, 1.0)


def test_splits_and_mergers_are_counted() -> None:
    """Persons {0,1,2} and {3,4}; found {0,1} and {2,3,4}: the first is split, the second found is merged."""
    metrics = cluster_metrics(np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1]))
    assert (metrics.true, metrics.found, metrics.exact, metrics.split, metrics.merged) == (2, 2, 0, 1, 1)
    assert metrics.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert metrics.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


@given(LINKS, st.integers(0, 99))
def test_components_are_those_of_a_slow_search_in_any_order(links: list[tuple[int, int]], seed: int) -> None:
    labels = components(12, links)
    for record in range(12):
        reached, frontier = {record}, [record]
        while frontier:
            at = frontier.pop()
            beside = {b for a, b in links if a == at} | {a for a, b in links if b == at}
            frontier.extend(beside - reached)
            reached |= beside
        assert labels[record] == min(reached)
    order = np.random.default_rng(seed).permutation(len(links))
    assert np.array_equal(components(12, [links[i][::-1] for i in order]), labels)
