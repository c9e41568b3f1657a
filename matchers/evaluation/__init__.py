"""How good were the answers? Measures of pairs, clusters, calibration and fairness.

Pure: numpy arrays in, frozen dataclasses out. Knows nothing of registrations, models or files, nor how the
pairs were found, so that any matcher's flags are measured alike. Each formula names its source.

>>> import numpy as np
>>> pairs = Judged(np.array([0.99, 0.7, 0.0]), np.array([True, False, True]))
>>> at_half = metrics_at(pairs, 0.5)
>>> at_half.found, at_half.false, at_half.missed
(1, 1, 1)
"""

from __future__ import annotations

from matchers.evaluation.calibration import (
    Bin,
    Calibration,
    Histogram,
    Reliability,
    bits_of,
    calibration_of,
    histogram_of,
)
from matchers.evaluation.clusters import ClusterMetrics, cluster_metrics, components
from matchers.evaluation.groups import Disparity, disparity_of
from matchers.evaluation.pairs import (
    Curve,
    Judged,
    PairMetrics,
    RecallAtPrecision,
    curve_of,
    metrics_at,
    recall_at_precision,
)
from matchers.evaluation.shares import Estimate, Share, share_of

__all__ = [
    "Bin",
    "Calibration",
    "ClusterMetrics",
    "Curve",
    "Disparity",
    "Estimate",
    "Histogram",
    "Judged",
    "PairMetrics",
    "RecallAtPrecision",
    "Reliability",
    "Share",
    "bits_of",
    "calibration_of",
    "cluster_metrics",
    "components",
    "curve_of",
    "disparity_of",
    "histogram_of",
    "metrics_at",
    "recall_at_precision",
    "share_of",
]
