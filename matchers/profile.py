"""What a profile is: how the registers of one kind of people are read, blocked and compared.

The engine, the scorer and training are the same for every profile. A profile is stateless: everything it
says of a record or a pair is a pure function of their values, so records may be coded in any process and any
order. Two are shipped: `matchers.chinese` and `matchers.latin`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from matchers.columns import Array
from matchers.record import Record

MISSING: Final = -1
"""Level of a field of which one side gave nothing: neither for nor against."""

Level = tuple[str, float, float, float]
"""A level's name, and its probability among pairs of one person, of one household, of strangers."""
LevelTable = Mapping[str, tuple[Level, ...]]
"""Levels by condition, the closest first. A condition is a field, or `field|condition` where the levels of
one field depend on another's."""
Levels = dict[str, Array]
"""Number of the level of each pair by condition, int8, MISSING where the condition does not hold."""
LevelsOfOne = dict[str, int]
"""The same of one pair."""
Row = Mapping[str, Any]
"""One record's values by column: numbers, and lists of them where a column is wide."""
Tables = Mapping[str, Mapping[str, int]]
"""Frequency tables as counted on rolls: table → value → count. What they mean is the profile's affair."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Some records as numbers: columns of one length, and the texts that text columns number.

    `texts[0]` is the empty text. Whoever stores the records numbers the texts anew.
    """

    columns: Mapping[str, Any]
    """Arrays, or lists where records are few."""
    texts: Sequence[str] = ("",)


class Rows(Protocol):
    """Stored records, by column; see `matchers.rows`."""

    def __getitem__(self, column: str) -> Array:
        """Return a column: index it by row numbers only, it may have spare capacity."""

    def text(self, number: int) -> str:
        """Return the text that a text column's number stands for."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One step of comparing pairs: some conditions whose levels are found together.

    `compare(rows, one, other, known)` gets the levels of the steps before it. `together` lists the sets of
    conditions that can hold at once, where not all of them can; it bounds what the step may add.
    """

    conditions: tuple[str, ...]
    compare: Callable[[Rows, Array, Array, Levels], Levels]
    together: tuple[tuple[str, ...], ...] = ()


class ChancesOfOne(Protocol):
    """What `Chances` tells, of one pair."""

    def of(self, condition: str, level: int, one: Row, other: Row) -> int:
        """Return log2 of the chance of a pair's level in millionths of a bit; 0 where the pool's holds."""


@dataclass(frozen=True, slots=True)
class Single:
    """The same for one record or one pair at a time, in plain Python: much quicker than arrays for so few.

    Whatever these say, the profile's functions of arrays say too, bit for bit.
    """

    code: Callable[[Record], Coded]
    keys_of: Callable[[Rows, int, Row], list[int]]
    """(rows, slot, the row there) → all the keys that the record has, of all columns."""
    compare: tuple[Callable[[Rows, tuple[int, int], Row, Row, LevelsOfOne], LevelsOfOne], ...]
    """By step, as the profile's comparisons."""
    chances: Callable[[Any], ChancesOfOne]
    """Takes what the profile's `chances` returned."""
    cap_of: Callable[[LevelsOfOne], int]


class Chances(Protocol):
    """A stranger's chance of agreeing on a value, as frequency tables tell."""

    def of(self, condition: str, levels: Array, rows: Rows, one: Array, other: Array) -> Array:
        """Return log2 of the chance of each pair's level in millionths of a bit; 0 where the pool's holds."""

    def least(self, condition: str) -> int:
        """Return the least value that `of` can return for a condition."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A bound on probability that weak evidence cannot lift: its name in explanations, its threshold."""

    name: str
    threshold: str


@dataclass(frozen=True)
class Profile:
    """A matching profile; one instance a module, no state."""

    name: str
    coding_version: int
    """Raised when records are coded otherwise than before: stored codes are then made anew."""
    columns: Mapping[str, tuple[str, int]]
    """Column → numpy kind and width (0 for a plain column)."""
    text_columns: tuple[str, ...]
    code: Callable[[Sequence[Record]], Coded]
    keys: tuple[str, ...]
    """Names of the blocking keys, in the order of the key matrix."""
    keys_of: Callable[[Rows, Array], Array]
    """(rows, which) → uint64[len(which), len(keys)], 0 for no key. Equal keys meet, of whatever column: the
    profile mixes something of the column into those that must not."""
    more_keys_of: Callable[[Rows, Array], tuple[Array, Array]]
    """(rows, which) → (place in which, key) of further keys that some records have, in the space of the first
    column: an identity number's repairs."""
    twins: Mapping[str, tuple[str, ...]]
    """Key → finer keys of the same record that divide its block when it is full."""
    comparisons: tuple[Comparison, ...]
    """Steps in the order of their power to tell pairs apart: hopeless pairs are dropped in between."""
    levels: LevelTable
    """The shipped table."""
    learned: Mapping[str, tuple[str, ...]]
    """Condition → levels that training may move: what the shipped table gives them together they share out
    anew. Levels that depend on how a value is given (masked, month only) are not among them."""
    moved_max: float
    """Factor by which training may raise a shipped probability: how odd a roll is believed to be. A low one
    keeps training from taking namesakes for doubles where no evidence tells them apart."""
    kin_learned: bool
    """Whether training may find fewer kin on the rolls than shipped: only where most kin meet in blocks."""
    sampled: tuple[str, ...]
    """Conditions whose levels among strangers are counted on pairs drawn at random."""
    by_value: tuple[str, ...]
    """Conditions for which `Chances.of` may know better than the table."""
    chances: Callable[[Tables], Chances]
    count: Callable[[Rows, Array], Tables]
    """(rows, which) → frequency tables of these records; sums only, the order makes no difference."""
    cap_of: Callable[[Levels], Array]
    """Levels of pairs → number of the cap that holds for each."""
    caps: tuple[Cap, ...]
    learned_of_kin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Condition → conditions by whose closest level kin are picked out: among these, training may share out
    anew the levels that `learned` names. Only where they meet in blocks whatever that condition's level."""
    later: Mapping[str, str | None] = field(default_factory=dict)
    """Condition that models of before do not speak of → the one that says what they meant by it, None where
    they meant nothing. A model that the log adopted years ago is read by this."""
    examples: tuple[Record, ...] = ()
    """Invented records that between them need every table: to load them before they are waited for."""
    single: Single | None = None
    """None: one at a time is done by arrays too."""

    def coded(self, records: Sequence[Record]) -> Coded:
        """Code some records, in the way that is quickest for so many."""
        if self.single and len(records) == 1:
            return self.single.code(records[0])
        return self.code(records)
