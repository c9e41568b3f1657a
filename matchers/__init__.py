"""Are these two registrations one person? Matching as a pure function of records and a model.

No input or output, no clock, no knowledge of events.

>>> engine = Engine(Model.default())
>>> voter = Record("340123", "张伟", birth_date="1987-03-05", id_number="34012319870305123X")
>>> engine.put([0, 1], [voter, voter], [0, 0])
[]
>>> [pair.verdict for pair in engine.pairs_of([1])]
['same_person']
"""

from __future__ import annotations

from matchers.engine import Engine, EngineStats
from matchers.explanation import FRAME_LEVELS, Evidence, ScoredPair
from matchers.model import Calibration, InvalidModel, Model, Thresholds
from matchers.profiles import PROFILE_NAMES, profile_of
from matchers.record import Record, Records

__all__ = [
    "FRAME_LEVELS",
    "PROFILE_NAMES",
    "Calibration",
    "Engine",
    "EngineStats",
    "Evidence",
    "InvalidModel",
    "Model",
    "Record",
    "Records",
    "ScoredPair",
    "Thresholds",
    "profile_of",
]
