"""Clusters: who is held to be one person once pairs are joined end to end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matchers.columns import Array


@dataclass(frozen=True, slots=True)
class ClusterMetrics:
    """Clusters found against clusters true, over the records that are in one of two or more of either."""

    records: int
    true: int
    """True clusters of two records or more."""
    found: int
    """Found clusters of two records or more."""
    exact: int
    """Of the true ones, found record for record."""
    split: int
    """Of the true ones, with records in more than one found cluster."""
    merged: int
    """Of the found ones, with records of more than one person."""
    largest_true: int
    largest_found: int
    precision: float | None
    """B-cubed."""
    recall: float | None
    f1: float | None


def components(count: int, links: Iterable[tuple[int, int]]) -> Array:
    """Return for each of some records the least record that a chain of links leads to.

    Union-find with path halving (Tarjan and van Leeuwen 1984, JACM 31:245); the lesser root is kept, so
    that the labels do not depend on the order of links.
    """
    parent = list(range(count))

    def root(record: int) -> int:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for left, right in links:
        one, other = root(left), root(right)
        parent[max(one, other)] = min(one, other)
    return np.array([root(record) for record in range(count)], dtype=np.int64)


def cluster_metrics(true: Array, found: Array) -> ClusterMetrics:
    """Return the metrics of found clusters, each record being labelled with its true and found cluster.

    B-cubed (Bagga and Baldwin 1998, LREC): precision is the mean over records of the share of its found
    cluster that is its own person, recall of the share of its person that is in its found cluster. Records
    alone in both are left out: they would lift every figure towards 1.
    """
    true, found = _numbered(true), _numbered(found)
    concerned = (np.bincount(true)[true] > 1) | (np.bincount(found)[found] > 1)
    true, found = _numbered(true[concerned]), _numbered(found[concerned])
    if not len(true):
        return ClusterMetrics(0, 0, 0, 0, 0, 0, 0, 0, None, None, None)
    true_size, found_size = np.bincount(true), np.bincount(found)
    cells, shared = np.unique(np.stack([true, found]), axis=1, return_counts=True)
    of_true, of_found = cells
    precision = float((shared**2 / found_size[of_found]).sum() / len(true))
    recall = float((shared**2 / true_size[of_true]).sum() / len(true))
    pieces, persons = np.bincount(of_true), np.bincount(of_found)
    whole = (shared == true_size[of_true]) & (shared == found_size[of_found])
    return ClusterMetrics(
        records=len(true),
        true=int(np.count_nonzero(true_size > 1)),
        found=int(np.count_nonzero(found_size > 1)),
        exact=int(np.count_nonzero(whole & (shared > 1))),
        split=int(np.count_nonzero(pieces > 1)),
        merged=int(np.count_nonzero(persons > 1)),
        largest_true=int(true_size.max()),
        largest_found=int(found_size.max()),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
    )


def _numbered(labels: Array) -> Array:
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)
