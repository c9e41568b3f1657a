import pytest

from matchers.chinese.composing import compose, resolve_descriptions


@pytest.mark.parametrize(
    ("parts", "character"),
    [
        ("王争", "琤"),
        ("王景", "璟"),
        ("王君", "珺"),
        ("明空", "曌"),
        ("女亭", "婷"),
        ("火韦", "炜"),
        ("方方土", "堃"),
        ("吉吉", "喆"),
        ("水水水", "淼"),
        ("草字头下明", "萌"),
        ("三点水加目", "泪"),
        ("上明下空", "曌"),
        ("木子", "李"),
        ("大长", ""),
        ("大女", ""),
        ("女", ""),
        ("", ""),
        ("已经迁出", ""),
    ],
)
def test_parts_make_a_character_or_none(parts: str, character: str) -> None:
    assert compose(parts) == character


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("⿰王争", "琤"),
        ("李⿰王争明", "李琤明"),
        ("⿰", "□"),
        ("⿰王", "□"),
        ("⿱⿰日日", "□"),
        ("李明", "李明"),
    ],
)
def test_descriptions_are_resolved_or_left_unknown(text: str, resolved: str) -> None:
    assert resolve_descriptions(text) == resolved
