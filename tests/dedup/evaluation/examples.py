"""A small world for evaluations: registrations, a truth and flags that tests name only in part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from dedup.evaluation.census import Census, take_census
from dedup.evaluation.evaluate import Flags, evaluate
from dedup.evaluation.flagged import Flag, Flagged
from dedup.evaluation.pair_files import Pair, Ref, TruePair, Truth, pair_of
from dedup.evaluation.report import Report
from dedup.rolls import Standing
from events.registrations import Entry
from tests.examples import key, voter

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)


def standing(ref: Ref, basis: str = "household", level: str = "county", **values: str) -> Standing:
    given = {"id_number": "340123198503120018"} | values
    return Standing(key(ref[1], ref[0], level=level), voter(**given), Entry(basis=basis))


def pair(one: str, other: str) -> Pair:
    """Name a pair by "committee/number"."""
    left, right = (tuple(name.split("/")) for name in (one, other))
    return pair_of((left[0], left[1]), (right[0], right[1]))


def truth(
    *pairs: Pair, traps: dict[Pair, tuple[str, ...]] | None = None, errors: tuple[str, ...] = ()
) -> Truth:
    return Truth({p: TruePair(errors) for p in pairs}, traps or {}, ("truth.csv",), ())


def flags(probabilities: dict[Pair, float], told: str = "") -> Flags:
    return Flags(Flagged({p: Flag(x, told) for p, x in probabilities.items()}, ("m1",)), "flags.csv")


def census(*rolls: Standing, wanted: Iterable[Pair] | None = None) -> Census:
    everybody = {(s.key.committee, s.key.registration_id) for s in rolls}
    named = everybody if wanted is None else {ref for p in wanted for ref in p}
    return take_census(rolls, named)


def people(count: int, committees: tuple[str, ...] = ("340123", "310115")) -> list[Standing]:
    """Return people who are each on the rolls of both committees, the second by residence."""
    rolls = []
    for number in range(count):
        values = {"name": f"王{chr(0x4E00 + number)}", "birth_date": f"19{50 + number % 50}-03-12"}
        values["sex"] = "女" if number % 2 else "男"
        values["ethnicity"] = "藏族" if number % 10 == 0 else "汉族"
        values["id_number"] = ""
        for committee in committees:
            basis = "household" if committee == committees[0] else "residence"
            rolls.append(standing((committee, f"N{number}"), basis, **values))
    return rolls


def doubles(count: int) -> list[Pair]:
    """Return the true pairs of `people`."""
    return [pair(f"340123/N{number}", f"310115/N{number}") for number in range(count)]


def a_report(count: int = 40, false: int = 3, missed: int = 2) -> Report:
    """Return a whole report over some people, some of them missed, and some false flags among them."""
    true, rolls = doubles(count), people(count)
    found = {p: 0.97 + 0.0005 * (i % 50) for i, p in enumerate(true[missed:])}
    wrong = {pair(f"340123/N{i}", f"310115/N{i + 1}"): 0.6 for i in range(false)}
    siblings: tuple[str, ...] = ("siblings",)
    lookalikes = dict.fromkeys(wrong, siblings) | {pair("340123/N7", "310115/N9"): ("twins",)}
    told = truth(*true, traps=lookalikes, errors=("id_missing",))
    return evaluate(told, flags(found | wrong), NOON, census=census(*rolls))
