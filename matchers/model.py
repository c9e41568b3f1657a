"""The model as data: weights, thresholds and frequency tables, frozen, with a fingerprint.

Everything that a probability depends on beside the two records is in here, and nothing else is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Final

from matchers.profile import Profile, Tables
from matchers.profiles import profile_of

FORMAT: Final = 2
ROLL_SIZE_DEFAULT: Final = 1_000_000
_FINGERPRINT_DIGITS: Final = 16
Triple = tuple[float, float, float]
Weights = Mapping[str, Mapping[str, Triple]]
"""Condition → level → its probability among pairs of one person, of one household, of strangers."""


class InvalidModel(ValueError):
    """A text is not a model's artefact, or not of a format that this program reads."""


@dataclass(frozen=True)
class Thresholds:
    """Numbers that decide, each between 0 and 1 unless stated."""

    flag: float = 0.05
    """Pairs at least this probable are flagged."""
    twice_on_rolls: float = 0.03
    """Expected number of further registrations of the person registered (nu in `matchers.scoring`): the upper
    end of the 0.5 to 3 % of migrants that are thought to stand on two rolls; training estimates it."""
    kin_on_rolls: float = 2.5
    """Expected number of registered adults of a person's household or close kin."""
    cap: float = 0.9999
    cap_no_id: float = 0.999
    cap_name_and_birth: float = 0.98
    """Name, sex and birth date alone, however rare the name."""
    block_cap: int = 64
    """Rows under one blocking key beyond which the key gives no candidates."""


@dataclass(frozen=True)
class Calibration:
    """What decided cases taught: log2 odds are multiplied by `slope`, then `shift` bits are added."""

    slope: float = 1.0
    shift: float = 0.0

    @property
    def is_identity(self) -> bool:
        """Tell whether it leaves odds as they are."""
        return self.slope == 1.0 and self.shift == 0.0


@dataclass(frozen=True)
class Model:
    """A matching profile with all its tables; compare two by `fingerprint`."""

    weights: Weights
    profile: str = "chinese"
    roll_size: int = ROLL_SIZE_DEFAULT
    """Registrations searched: sets the prior."""
    thresholds: Thresholds = field(default_factory=Thresholds)
    calibration: Calibration = field(default_factory=Calibration)
    frequencies: Tables = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()
    """Conditions that it does not speak of, being of before they were told apart; see `Profile.later`."""

    @classmethod
    def default(cls, profile: str = "chinese") -> Model:
        """Return the shipped model of a profile: published shares, no roll counted.

        Raises InvalidModel when there is no such profile.
        """
        return cls(shipped_weights(_profile(profile)), profile)

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
            "calibration": asdict(self.calibration),
            "weights": {c: levels for c, levels in self.weights.items() if c not in self.unsaid},
            "frequencies": self.frequencies,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read an artefact. Raises InvalidModel when it is none, or of another format or profile."""
        try:
            content = json.loads(text)
            if content["format"] != FORMAT:
                raise InvalidModel("of another format")
            profile = _profile(content["profile"])
            model = cls(
                weights=_ordered(profile, content["weights"]),
                profile=profile.name,
                roll_size=int(content["roll_size"]),
                thresholds=Thresholds(**content["thresholds"]),
                calibration=Calibration(**content["calibration"]),
                frequencies=content["frequencies"],
                unsaid=frozenset(profile.later.keys() - content["weights"].keys()),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InvalidModel(f"not a model: {error}") from error
        model._check()
        return model

    def _check(self) -> None:
        tables = self.frequencies.values()
        if self.roll_size < 1 or not all(isinstance(n, int) for table in tables for n in table.values()):
            raise InvalidModel("counts must be whole numbers")
        if self.calibration.slope <= 0:
            raise InvalidModel("a calibration must keep the order of pairs")


def shipped_weights(profile: Profile) -> Weights:
    """Return a profile's shipped table as weights."""
    return {field: {level: (s, h, u) for level, s, h, u in rows} for field, rows in profile.levels.items()}


def _profile(name: str) -> Profile:
    try:
        return profile_of(name)
    except KeyError:
        raise InvalidModel(f"no profile is called {name!r}") from None


def _ordered(profile: Profile, given: Mapping[str, Mapping[str, Iterable[float]]]) -> Weights:
    """Put levels into the profile's order, which numbers them; canonical JSON sorts them by name."""
    weights: dict[str, dict[str, Triple]] = {}
    for condition, rows in profile.levels.items():
        names = [level for level, *_ in rows]
        said = given[condition] if condition in given else _meant(profile, condition, names, given)
        if said.keys() != set(names):
            raise InvalidModel(f"levels of {condition} are not those of this profile")
        weights[condition] = {level: _triple(said[level]) for level in names}
    return weights


def _meant(
    profile: Profile, condition: str, names: Sequence[str], given: Mapping[str, Mapping[str, Iterable[float]]]
) -> Mapping[str, Iterable[float]]:
    """Return what a model of before a condition was told apart meant by it. Raises KeyError for any other."""
    meant = profile.later[condition]
    return given[meant] if meant else dict.fromkeys(names, _SAYS_NOTHING)


_SAYS_NOTHING: Final[Triple] = (1.0, 1.0, 1.0)
"""As likely whatever two registrations are."""


def _triple(values: Iterable[float]) -> Triple:
    same, household, stranger = (float(v) for v in values)
    if not all(0.0 < p <= 1.0 for p in (same, household, stranger)):
        raise InvalidModel("probabilities of levels lie above 0 and at most at 1")
    return same, household, stranger
