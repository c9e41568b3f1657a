"""Matching that is spread says what one process says, whatever happens on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.registrations import Voter
from matchers import Model, Record, Thresholds
from tests.dedup.spread.world import World, embedded_flags, write
from tests.examples import key
from tests.matchers.voters import ABROAD, ZHANG, voters

CROWDED = replace(Model.default(), roll_size=1000, thresholds=Thresholds(block_cap=3, flag=0.01))
ROOMY = replace(Model.default(), roll_size=2000, thresholds=Thresholds(block_cap=5, flag=0.2))
MODELS = {"crowded": CROWDED, "roomy": ROOMY}
ROLLS = [
    key(f"A{number}", committee, level=level)
    for number in range(6)
    for committee, level in (("340123", "county"), ("310115", "county"))
] + [key("A1", level="township"), key("A2", "310115", level="township")]
alike = st.builds(
    replace,
    st.sampled_from([ZHANG, ABROAD]),
    name=st.sampled_from(["张建国", "张健国", "章建国", "李建国"]),
    birth_date=st.sampled_from(["1972-05-18", "1972-05", "1973-05-18"]),
    id_number=st.sampled_from([ZHANG.id_number, ZHANG.id_number[:17] + "0", ZHANG.id_number[:14], ""]),
    phone=st.sampled_from([ZHANG.phone, ABROAD.phone, ""]),
)
"""People whom every key brings together, and some keys too many of them."""


def values_of(record: Record) -> Voter:
    fields = Voter.model_fields.keys() & set(Record.__dataclass_fields__)
    return Voter(**{name: getattr(record, name) for name in fields})


def deeds(name: str, what: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.tuples(st.just(name), what)


writes = deeds("write", st.lists(st.tuples(st.sampled_from(ROLLS), alike | alike | voters), min_size=3))
histories = st.lists(
    st.one_of(
        *[writes] * 3,
        deeds("withdraw", st.sampled_from(ROLLS)),
        *[deeds("step", st.integers(0, 9))] * 2,
        *[deeds("round", st.none())] * 2,
        deeds("restart", st.integers(1, 3)),
        deeds("share again", st.integers(1, 20)),
        deeds("adopt", st.sampled_from(sorted(MODELS))),
    ),
    min_size=8,
    max_size=40,
)


@settings(max_examples=80)
@given(histories, st.integers(1, 4), st.integers(1, 3), st.sampled_from([0.0, 0.05, 0.5]), st.integers(0, 99))
def test_any_sharing_any_order_and_any_restart_give_the_flags_of_one_process(
    history: list[tuple[str, Any]], shares: int, lanes: int, disturbed: float, seed: int
) -> None:
    world = World(shares, lanes, seed=seed, disturbed=disturbed)
    world.adopt(CROWDED)
    for deed, what in history:
        match deed:
            case "write":
                for registration, record in what:
                    write(world.log, registration, values_of(record))
            case "withdraw":
                write(world.log, what, None)
            case "step":
                world.step(what)
            case "round":
                for worker in range(world.workers):
                    world.step(worker)
            case "share again":
                world.share_again(what)
            case "restart":
                world.start(matchers=what)
            case _:
                world.adopt(MODELS[what])
    assert world.settle() == embedded_flags(world.log)
