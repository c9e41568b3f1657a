from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from matchers import Engine, Model, Record
from matchers.training import Training, train
from tests.matchers.voters import number

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹"
_GIVEN = "伟芳娜敏静丽强磊军勇艳杰涛明超霞平刚英华建国志海文玉春秀红梅兰云龙飞"


@cache
def roll(doubles: int, seed: int = 1, same_phone: float = 0.5) -> tuple[Record, ...]:
    """Return 3,000 people, some of them twice, some with another phone or a wrong digit."""
    draw = random.Random(seed)
    people = []
    for order in range(3_000):
        born = f"{draw.randint(1945, 2004)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
        people.append(
            Record(
                "511321",
                draw.choice(_SURNAMES) + "".join(draw.sample(_GIVEN, 2)),
                sex="男" if order % 2 else "女",
                birth_date=born,
                id_number=number("512922", born, f"{order % 500 * 2 + (order % 2):03}"[-3:]),
                phone=f"13{draw.randint(10**8, 10**9 - 1)}",
            )
        )
    again = []
    for person in people[:doubles]:
        phone = person.phone if draw.random() < same_phone else f"15{draw.randint(10**8, 10**9 - 1)}"
        digits = person.id_number
        if draw.random() < 0.1:
            digits = digits[:8] + str((int(digits[8]) + 1) % 10) + digits[9:]
        again.append(replace(person, committee="330113", phone=phone, id_number=digits))
    return (*people, *again)


def trained_on(records: tuple[Record, ...]) -> Training:
    engine = Engine(Model.default())
    engine.put(range(len(records)), records, [0] * len(records))
    return train(engine, Model.default())


def test_the_share_of_doubles_and_the_rates_of_change_are_learned_without_labels() -> None:
    few, many = trained_on(roll(60)), trained_on(roll(1_200))
    assert few.converged
    assert few.model.thresholds.twice_on_rolls < 0.06 < many.model.thresholds.twice_on_rolls
    assert many.model.thresholds.twice_on_rolls == pytest.approx(2_400 / 4_200, rel=0.12)
    shared = trained_on(roll(1_200, same_phone=0.95)).model.weights["phone|birth equal"]["equal"][0]
    changed = trained_on(roll(1_200, same_phone=0.1)).model.weights["phone|birth equal"]["equal"][0]
    assert shared == pytest.approx(0.93, abs=0.08)
    assert changed == pytest.approx(0.12, abs=0.06)


def test_the_likelihood_never_falls_by_more_than_the_prior_asks() -> None:
    steps = [iteration.log_likelihood for iteration in trained_on(roll(600)).iterations]
    assert all(later >= earlier - 1.0 for earlier, later in pairwise(steps))


def test_the_order_of_records_changes_nothing() -> None:
    records = roll(300)
    shuffled = [*records]
    random.Random(9).shuffle(shuffled)
    assert trained_on(records).model.to_json() == trained_on(tuple(shuffled)).model.to_json()


def test_a_roll_of_nobody_or_one_leaves_the_shipped_beliefs() -> None:
    for records in ((), roll(0)[:1]):
        assert trained_on(records).model.weights == Model.default().weights


def test_every_parameter_stays_a_probability_and_the_report_names_them_all() -> None:
    training = trained_on(roll(300))
    names = {(p.condition, p.level) for p in training.parameters}
    assert names == {(c, level) for c, rows in Model.default().weights.items() for level in rows}
    assert all(0 < p <= 1 for parameter in training.parameters for p in parameter.trained)
    assert Model.from_json(training.model.to_json()).fingerprint == training.model.fingerprint


def test_training_leaves_the_engine_as_it_was() -> None:
    records = roll(300)
    engine = Engine(Model.default())
    engine.put(range(len(records)), records, [0] * len(records))
    before = engine.pairs_of(range(len(records)))
    train(engine, Model.default())
    assert engine.pairs_of(range(len(records))) == before


def _twins(sharing: bool) -> tuple[Record, ...]:
    """Return a roll with 200 pairs of twins behind one door, with one telephone or two."""
    people = [*roll(0)]
    for place in range(0, 400, 2):
        elder, younger = people[place], people[place + 1]
        born, door = elder.birth_date, f"四川省南充市南部县三官镇天井沟村3组{place + 1}号"
        order = int(elder.id_number[14:17])
        number_of_younger = number("512922", born, f"{(order + 2) % 1000:03}")
        people[place] = replace(elder, household_address=door)
        people[place + 1] = replace(
            younger,
            name=elder.name[:2] + "宝",
            sex=elder.sex,
            birth_date=born,
            id_number=number_of_younger,
            phone=elder.phone if sharing else younger.phone,
            household_address=door,
        )
    return tuple(people)


def test_whether_twins_share_a_telephone_is_learned_of_the_rolls() -> None:
    shipped = Model.default().weights["phone|birth equal"]["equal"][1]
    shared, separate = (
        trained_on(_twins(sharing)).model.weights["phone|birth equal"]["equal"][1]
        for sharing in (True, False)
    )
    assert shared > 3 * shipped
    assert separate < shipped / 2


def test_a_level_never_seen_falls_further_than_any_rises() -> None:
    training = trained_on(roll(1_200, same_phone=0.0))
    before, after = (m.weights["phone|birth equal"]["equal"][0] for m in (Model.default(), training.model))
    assert before / 16.5 < after < before / 4.5
