"""The model as data: weights, thresholds and frequency tables, frozen, with a fingerprint.

Everything that a probability depends on beside the two records is in here, and nothing else is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Final

from matchers.chinese.frequency import Frequencies, count_frequencies
from matchers.chinese.levels import CONDITIONS
from matchers.record import Record

FORMAT: Final = 1
PROFILE: Final = "chinese"
ROLL_SIZE_DEFAULT: Final = 1_000_000
_FINGERPRINT_DIGITS: Final = 16
Weights = dict[str, dict[str, tuple[float, float, float]]]


class InvalidModel(ValueError):
    """A text is not a model's artefact, or not of a format that this program reads."""


@dataclass(frozen=True)
class Thresholds:
    """Numbers that decide, each between 0 and 1 unless stated."""

    flag: float = 0.05
    """Pairs at least this probable are flagged."""
    twice_on_rolls: float = 0.03
    """Expected number of further registrations of the person registered (nu in `matchers.scoring`): the upper
    end of the 0.5 to 3 % of migrants that are thought to stand on two rolls; nobody has measured it."""
    kin_on_rolls: float = 2.5
    """Expected number of registered adults of a person's household or close kin."""
    cap: float = 0.9999
    cap_no_id: float = 0.995
    cap_name_and_birth: float = 0.98
    """Name, sex and birth date alone, however rare the name."""
    block_cap: int = 64
    """Rows under one blocking key beyond which the key gives no candidates."""


def _shipped() -> Weights:
    return {field: {level: (s, h, u) for level, s, h, u in rows} for field, rows in CONDITIONS.items()}


@dataclass(frozen=True)
class Model:
    """A matching profile with all its tables; compare two by `fingerprint`."""

    roll_size: int = ROLL_SIZE_DEFAULT
    """Registrations searched: sets the prior."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    weights: Weights = field(default_factory=_shipped)
    frequencies: Frequencies = field(default_factory=Frequencies)
    profile: str = PROFILE

    @classmethod
    def default(cls) -> Model:
        """Return the shipped model: published shares, no roll counted."""
        return cls()

    def fitted(self, records: Iterable[Record], roll_size: int) -> Model:
        """Return this model with its frequency tables counted on a roll."""
        return replace(self, frequencies=count_frequencies(records, roll_size), roll_size=max(roll_size, 1))

    @property
    def flag_threshold(self) -> float:
        """Return the least probability that is flagged."""
        return self.thresholds.flag

    @cached_property
    def fingerprint(self) -> str:
        """Return 16 hex digits that change whenever anything in the model does."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:_FINGERPRINT_DIGITS]

    def to_json(self) -> str:
        """Return the canonical artefact: sorted keys, no spaces."""
        content = {
            "format": FORMAT,
            "profile": self.profile,
            "roll_size": self.roll_size,
            "thresholds": asdict(self.thresholds),
            "weights": self.weights,
            "frequencies": asdict(self.frequencies),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read an artefact. Raises InvalidModel when it is none, or of another format or profile."""
        try:
            content = json.loads(text)
            if content["format"] != FORMAT or content["profile"] != PROFILE:
                raise InvalidModel("of another format or profile")
            model = cls(
                roll_size=int(content["roll_size"]),
                thresholds=Thresholds(**content["thresholds"]),
                weights=_ordered(
                    {c: {k: _triple(v) for k, v in w.items()} for c, w in content["weights"].items()}
                ),
                frequencies=Frequencies(**content["frequencies"]),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidModel(f"not a model: {error}") from error
        model._check()
        return model

    def _check(self) -> None:
        for condition, rows in _shipped().items():
            if self.weights.get(condition, {}).keys() != rows.keys():
                raise InvalidModel(f"levels of {condition} are not those of this profile")
        tables = (getattr(self.frequencies, f.name) for f in fields(Frequencies))
        if self.roll_size < 1 or not all(isinstance(n, int) for t in tables for n in t.values()):
            raise InvalidModel("counts must be whole numbers")


def _ordered(weights: Weights) -> Weights:
    """Put levels into the profile's order, which numbers them; canonical JSON sorts them by name."""
    return {
        condition: {level: weights[condition][level] for level in rows}
        for condition, rows in _shipped().items()
    }


def _triple(values: Iterable[float]) -> tuple[float, float, float]:
    same, household, stranger = (float(v) for v in values)
    if not all(0.0 < p <= 1.0 for p in (same, household, stranger)):
        raise InvalidModel("probabilities of levels lie above 0 and at most at 1")
    return same, household, stranger
