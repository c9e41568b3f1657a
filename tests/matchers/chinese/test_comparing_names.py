from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers import Record
from matchers.chinese.comparing_names import compare_names
from matchers.chinese.levels import NAME
from tests.matchers.chinese.registers import names, rows_of


def level(one: Record, other: Record) -> str:
    rows = rows_of([one, other])
    known = dict.fromkeys(("birth_date", "id_number", "id_number|birth differs"), np.full(2, -1, np.int8))
    forth, back = compare_names(rows, np.array([0, 1]), np.array([1, 0]), known)["name"].tolist()
    assert forth == back
    return NAME[forth][0] if forth >= 0 else "missing"


def named(name: str, former: str = "") -> Record:
    return Record("511321", name, former_name=former)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("张伟", "张 伟", "exact"),
        ("劉德華", "刘德华", "variant"),
        ("肖战", "萧战", "variant"),
        ("付强", "傅强", "variant"),
        ("李炜", "李伟", "homophone"),
        ("曾丽", "增丽", "homophone"),
        ("单雄", "善雄", "homophone"),
        ("李子Wei", "李子伟", "homophone"),
        ("Liu Xinmin", "刘新民", "homophone"),
        ("陈金", "陈晶", "similar_sound"),
        ("黄明", "王明", "similar_sound"),
        ("刘兰", "刘南", "similar_sound"),
        ("齐泽渐", "齐泽浙", "similar_shape"),
        ("赵新□", "赵新璟", "unreadable_character"),
        ("王小伟", "王伟", "part_dropped"),
        ("张建国", "张国建", "characters_reordered"),
        ("张建国", "张建军", "one_given_character"),
        ("张建国", "李建国", "given_name_only"),
        ("张建国", "张晓明", "surname_only"),
        ("张建国", "李秀英", "differs"),
        ("买买提·艾力", "麦麦提．艾力", "transliteration"),
        ("阿迪力•阿瓦古力", "阿瓦古丽。阿迪力", "transliteration"),
        ("萨黛提伊斯马依力买买提", "萨黛提·伊斯马依力·买买提", "transliteration"),
        ("买买提·艾力·吐尔逊", "买买提·艾力", "part_dropped"),
        ("苏来曼", "牙生·苏来曼", "part_dropped"),
        ("索朗彭措", "索朗平措", "transliteration"),
    ],
)
def test_two_names_agree_on_the_best_level_that_fits(one: str, other: str, expected: str) -> None:
    assert level(named(one), named(other)) == expected


def test_a_former_name_counts_as_the_name_when_it_agrees_better() -> None:
    assert level(named("张子轩", former="张健国"), named("张建国")) == "homophone"
    assert level(named("张子轩", former="买买提·艾力"), named("麦麦提·艾力")) == "transliteration"
    assert level(named("张建国", former="李四"), named("张建国", former="王五")) == "exact"


def test_short_transliterated_names_agree_by_their_classes_but_not_a_han_persons() -> None:
    one, other = (Record("1", name, ethnicity="蒙古族") for name in ("巴特尔", "巴图尔"))
    assert level(one, other) == "one_given_character"
    lama, his_slip = (Record("1", name, ethnicity="藏族") for name in ("达瓦彭措", "达娃平错"))
    assert level(lama, his_slip) == "transliteration"
    assert level(replace(lama, ethnicity="汉"), replace(his_slip, ethnicity="汉")) != "transliteration"


def test_no_name_is_no_evidence() -> None:
    assert level(named(""), named("张建国")) == "missing"


@given(names)
def test_a_name_agrees_with_itself(name: str) -> None:
    assert level(named(name), named(name)) in {"exact", "missing"}


@given(
    st.lists(names, min_size=2, max_size=2), st.lists(st.one_of(st.just(""), names), min_size=2, max_size=2)
)
def test_the_order_of_two_names_is_no_matter(pair: list[str], formers: list[str]) -> None:
    level(*map(named, pair, formers))
