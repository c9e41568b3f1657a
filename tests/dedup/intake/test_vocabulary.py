from __future__ import annotations

import pytest

from dedup.intake.vocabulary import read_action, read_basis, read_division, read_level, read_sex


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("县", "county"),
        ("县级", "county"),
        ("County", "county"),
        ("乡镇", "township"),
        ("乡 级", "township"),
        ("省", None),
    ],
)
def test_levels(word: str, level: str | None) -> None:
    assert read_level(word) == level


@pytest.mark.parametrize(
    ("word", "basis"),
    [
        ("户籍地", "household"),
        ("户籍", "household"),
        ("居住", "residence"),
        ("现居住地", "residence"),
        ("单位", "unit"),
        ("UNIT", "unit"),
        ("学校", "school"),
        ("其他", ""),
        ("随便", None),
    ],
)
def test_bases(word: str, basis: str | None) -> None:
    assert read_basis(word) == basis


@pytest.mark.parametrize(
    "word", ["撤销", "撤销登记", "注销", "迁出", "死亡", "除名", "删除", "withdraw", "转出"]
)
def test_words_that_withdraw(word: str) -> None:
    assert read_action(word) == "withdraw"


@pytest.mark.parametrize("word", ["登记", "新增", "变更", "登记成功", "register", "迁入"])
def test_words_that_register(word: str) -> None:
    assert read_action(word) == "register"


@pytest.mark.parametrize("word", ["长期外出下落不明", "比对失败", "死", "?"])
def test_a_word_that_is_not_known_asks_for_nothing(word: str) -> None:
    assert read_action(word) is None


@pytest.mark.parametrize(
    ("word", "sex"), [("男", "male"), ("Ｆ", "female"), ("2", "female"), ("0", "unknown"), ("x", None)]
)
def test_sexes(word: str, sex: str | None) -> None:
    assert read_sex(word) == sex


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("340123", "340123"),
        ("３４０１２３", "340123"),
        (" 340 123 ", "340123"),
        ("340123.0", "340123"),
        ("340123104001", "340123104001"),
        ("34012", None),
        ("3401231040011", None),
        ("肥西县", None),
        ("34012X", None),
        ("٣٤٠١٢٣", None),
    ],
)
def test_division_codes(text: str, code: str | None) -> None:
    assert read_division(text) == code
