import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.levels import NAME
from matchers.chinese.long_names import long_name_text, long_names_level, storable
from matchers.chinese.names import read_name

LEVELS = {level for level, *_ in NAME}
_PARTS = st.sampled_from(
    ("买买提", "麦麦提", "艾力", "吐尔逊", "图尔逊", "古丽", "阿依古丽", "阿不都", "苏来曼")
)
long_names = st.lists(_PARTS, min_size=2, max_size=4).map("·".join)


def text(raw: str) -> str:
    name = read_name(raw)
    return long_name_text(name) if name.tokens else name.folded


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("买买提·艾力", "麦麦提·艾力", "transliteration"),
        ("买买提·艾力", "艾力·买买提", "transliteration"),
        ("阿不都热依木·吐尔逊", "阿卜杜热依木·图尔逊", "transliteration"),
        ("买买提·艾力·吐尔逊", "买买提·艾力", "part_dropped"),
        ("买买提·艾力", "艾力", "part_dropped"),
        ("萨黛提·伊斯马依力", "萨黛提伊斯马依力", "transliteration"),
        ("买买提·艾力", "买买提·苏来曼", "one_given_character"),
        ("买买提·艾力", "古丽·苏来曼", "differs"),
        ("买买提·艾力", "", "differs"),
    ],
)
def test_long_names_agree_on_the_best_level_that_fits(one: str, other: str, level: str) -> None:
    assert long_names_level(text(one), text(other)) == level
    assert long_names_level(text(other), text(one)) == level


@given(long_names, long_names)
def test_the_order_of_two_long_names_is_no_matter(one: str, other: str) -> None:
    level = long_names_level(text(one), text(other))
    assert level == long_names_level(text(other), text(one))
    assert level in LEVELS


@given(st.text())
def test_what_is_stored_can_be_encoded_on_one_line(raw: str) -> None:
    assert "\n" not in storable(raw).encode().decode()


def test_a_lone_surrogate_is_replaced() -> None:
    assert storable("买\ud800提") == "买?提"
