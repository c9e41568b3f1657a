"""Frequency tables counted on a roll, and the chance that a stranger bears a given value.

One streaming pass, sums only: the order of records makes no difference. The artefact is bounded by keeping
the most frequent entries; what is cut reads as rare. A value's own two records are taken out of its count:
the chance asked for is that of a third person, so a rare name on both rolls stays rare.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final
from zlib import crc32

from matchers.chinese import published
from matchers.chinese.addresses import Address, read_address
from matchers.chinese.dates import BirthDate, read_birth_date
from matchers.chinese.names import Name, read_name
from matchers.chinese.phones import read_phone
from matchers.record import Record

Table = dict[str, int]
KEPT: Final[Mapping[str, int]] = {
    "surnames": 1500, "given": 16000, "names": 8000, "years": 200, "days": 400, "phones": 3000,
    "places": 6000, "employers": 1500, "ethnicities": 80,
}  # fmt: skip
"""Entries kept of each table: some 800 kB of JSON together."""
COUNT_MIN: Final[Mapping[str, int]] = {"given": 3, "names": 4, "phones": 8, "places": 4, "employers": 4}
"""A lower count tells no more than that the value is rare."""
COUNTED_MAX: Final = 200_000
"""Records that a table of these sizes needs; more would cost time and memory and change nothing."""
COHORT_YEARS: Final = 10
COHORT_FIRST: Final = 1930
COHORT_LAST: Final = 2000
ANY_COHORT: Final = "-"
_SHAPE_GIVEN: Final = 0.3
"""Given names are so skewed that one not met again among n others still has a chance of about 0.3 / n."""
_SHAPE_SURNAME: Final = 1.0
_PRIOR_DAY: Final = 2_000.0
_CLUSTERING: Final = 1.5
"""Surname and given name go together more often than chance: 1.1 to 1.35 times for common names, more so in
clans."""
_NAMESAKES: Final = 0.5
"""Share of a full name's surplus count that is namesakes and not repeats of one person."""


def digest(text: str) -> int:
    """Return a stable 64-bit hash of a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def hashed(text: str) -> str:
    """Return a short key for a value that must not stand in the artefact as written."""
    return f"{digest(text) >> 16:012x}"


def cell_of(sex: str, year: int) -> str:
    """Return the cell of sex and birth cohort that names are counted in."""
    if not year:
        return sex + ANY_COHORT
    decade = min(max(year, COHORT_FIRST), COHORT_LAST) // COHORT_YEARS
    return f"{sex}{decade}"


def place_keys(address: Address) -> tuple[str, str]:
    """Return the keys of an address's township and of its village or estate, empty when not given."""
    township = f"{address.county}|{address.township}" if address.township else ""
    place = f"{address.township}|{address.place}" if address.place else ""
    return township, place


@dataclass(frozen=True)
class Frequencies:
    """Counts of values on a roll; `totals` holds how many records were counted, whole and by cell."""

    totals: Table = field(default_factory=dict)
    surnames: Table = field(default_factory=dict)
    given: Table = field(default_factory=dict)
    names: Table = field(default_factory=dict)
    years: Table = field(default_factory=dict)
    days: Table = field(default_factory=dict)
    phones: Table = field(default_factory=dict)
    places: Table = field(default_factory=dict)
    employers: Table = field(default_factory=dict)
    ethnicities: Table = field(default_factory=dict)

    def _others(self, table: Table, key: str) -> float:
        """Return a value's count without the two records that are compared."""
        return max(table.get(key, 0) - 2.0 / self.totals.get("one_in", 1), 0.0)

    def surname_share(self, surname: str) -> float:
        """Return the chance that a stranger bears a surname."""
        prior = published.SURNAMES_PPM.get(surname, published.SURNAME_REST_PPM) / 1e6
        return _share(self._others(self.surnames, surname), self.totals.get("all", 0), prior, _SHAPE_SURNAME)

    def given_share(self, given: str, cell: str) -> float:
        """Return the chance that a stranger of a cell bears a given name."""
        rest = published.GIVEN_ONE_PPM if len(given) == 1 else published.GIVEN_TWO_PPM
        prior = published.GIVEN_COMMON_PPM.get(given, rest) / 1e6
        return _share(
            self._others(self.given, f"{cell}{given}"), self.totals.get(cell, 0), prior, _SHAPE_GIVEN
        )

    def name_share(self, name: Name, cell: str) -> float:
        """Return the chance that a stranger of a cell bears a full name."""
        total = self.totals.get(cell, 0)
        surplus = self._others(self.names, f"{cell}{name.folded}")
        if name.tokens or not name.given:
            independent = published.LONG_NAME_PPM / 1e6 * (40.0 if len(name.characters) <= 3 else 1.0)  # noqa: PLR2004
        else:
            independent = self.surname_share(name.surname) * self.given_share(name.given, cell) * _CLUSTERING
        return min(independent + (_NAMESAKES * surplus / total if total else 0.0), 0.5)

    def date_share(self, born: BirthDate) -> float:
        """Return the chance that a stranger was born on a date, heaped days included."""
        total = self.totals.get("dated", 0)
        year = (self._others(self.years, str(born.year)) + _PRIOR_DAY * 0.014) / (total + _PRIOR_DAY)
        if not born.month:
            return year
        if not born.day:
            return year / 12
        day = self._others(self.days, f"{born.month:02}{born.day:02}")
        prior = 8.0 if (born.month, born.day) == (1, 1) else 1.0
        return year * (day + _PRIOR_DAY * prior / 372.0) / (total + _PRIOR_DAY)

    def place_share(self, key: str, pooled: float) -> float:
        """Return the chance that a stranger has an address in a township, village or estate."""
        total = self.totals.get("all", 0)
        count = self._others(self.places, hashed(key))
        return min((count + 500.0 * pooled) / (total + 500.0), 1.0)

    def is_generic_phone(self, phone: str) -> bool:
        """Tell whether a phone serves too many registrations to point at a household."""
        return hashed(phone) in self.phones

    def employer_share(self, employer: str) -> float:
        """Return the chance that a stranger works for an employer."""
        count = self._others(self.employers, hashed(employer))
        return (count + 20.0 * 0.002) / (self.totals.get("all", 0) + 20.0)


def _share(count: float, total: int, prior: float, shape: float) -> float:
    """Return a value's chance among others: a gamma prior by mean and shape, and what was counted."""
    return (count + shape) / (total + shape / prior)


def microbits(share: float) -> int:
    """Return log2 of a probability in millionths of a bit, rounded."""
    return round(math.log2(share) * 1e6)


SEXES: Final[Mapping[str, str]] = {
    "男": "M", "1": "M", "M": "M", "MALE": "M", "男性": "M",
    "女": "F", "2": "F", "F": "F", "FEMALE": "F", "女性": "F",
}  # fmt: skip


def read_sex(raw: str) -> str:
    """Return M, F, or an empty string."""
    return SEXES.get(raw.strip().upper(), "")


def count_frequencies(records: Iterable[Record], roll_size: int) -> Frequencies:
    """Count all the tables in one pass.

    Of a roll beyond `COUNTED_MAX` one record in so many is counted, chosen by its content and so in any
    order the same; phones are counted on all, for a number is generic only by its many bearers.
    """
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("totals", *KEPT)}
    one_in = -(-roll_size // COUNTED_MAX) if roll_size > COUNTED_MAX else 1
    counts["totals"]["one_in"] = one_in
    for record in records:
        _count_phone(counts, record)
        if one_in > 1 and crc32(f"{record.name}|{record.id_number}|{record.phone}".encode()) % one_in:
            continue
        _count_person(counts, record)
        _count_places(counts, record)
    return Frequencies(totals=dict(counts["totals"]), **{kind: _kept(kind, counts[kind]) for kind in KEPT})


def _count_person(counts: dict[str, Counter[str]], record: Record) -> None:
    name = read_name(record.name)
    born = read_birth_date(record.birth_date) if record.birth_date else BirthDate(0, 0, 0)
    sex = read_sex(record.sex)
    counts["totals"]["all"] += 1
    counts["surnames"][name.surname] += 1
    own = cell_of(sex, born.year)
    counts["names"][own + name.folded] += 1
    for cell in {own, cell_of(sex, 0), cell_of("", 0)}:
        counts["totals"][cell] += 1
        counts["given"][cell + name.given] += 1
    if born.year:
        counts["totals"]["dated"] += 1
        counts["years"][str(born.year)] += 1
        counts["days"][f"{born.month:02}{born.day:02}"] += 1


def _count_phone(counts: dict[str, Counter[str]], record: Record) -> None:
    phone = read_phone(record.phone)
    if phone:
        counts["phones"][phone] += 1


def _count_places(counts: dict[str, Counter[str]], record: Record) -> None:
    raws = {record.household_address, record.residence_address} - {""}
    keys = {key for raw in raws for key in place_keys(read_address(raw)) if key}
    counts["places"].update(map(hashed, keys))
    if record.employer:
        counts["employers"][hashed(record.employer.strip())] += 1


def _kept(kind: str, counter: Counter[str]) -> Table:
    least = COUNT_MIN.get(kind, 1)
    shown = hashed if kind == "phones" else str
    frequent = sorted((-n, shown(key)) for key, n in counter.items() if n >= least)
    return {key: -n for n, key in sorted(frequent[: KEPT[kind]], key=lambda item: item[1])}
