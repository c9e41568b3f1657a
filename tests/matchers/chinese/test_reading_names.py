"""What one name is read as; how two names agree is tested with the comparators."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.chinese.names import UNKNOWN_CHARACTER, describe, read_name, spell

SPELLINGS = [
    ("张三", "张三"),
    ("张 三", "张三"),
    ("张　三", "张三"),
    (" 张三\t", "张三"),
    ("张\u200b三\ufeff", "张三"),
    ("张三\ue863"[:2], "张三"),
    ("张三（已迁）", "张三"),
    ("张三(女)", "张三"),
    ("张三（已迁", "张三"),
    ("（张三）", "张三"),
    ("张三[外出]", "张三"),
    ("1.张三", "张三"),
    ("12、张三", "张三"),
    ("张三2", "张三"),
    ("户主：张三", "张三"),
    ("章子怡/女", "章子怡"),
    ("张·伟", "张伟"),
    ("ＺＨＡＮＧ　ＷＥＩ", "ZHANGWEI"),
    ("Zhāng Wěi", "ZhangWei"),
    ("Lǚ Bù", "LüBu"),
    ("李\ufa19", "李神"),  # a compatibility ideograph
    ("\u2f83伟", "自伟"),  # a radical copied out of a printed file
    ("张\ue863", "张䶮"),  # GBK's private place of 䶮
    ("张\ue82d", "张㭎"),
    ("张\ue000", "张□"),  # somebody's own font
    ("李&#19886;", "李䶮"),
    ("李\\u4dae", "李䶮"),
    ("李？", "李□"),
    ("李?明", "李□明"),
    ("李□明", "李□明"),
    ("李■明", "李□明"),
    ("李**", "李□□"),
    ("李×明", "李□明"),
    ("李X明", "李□明"),
    ("李_明", "李□明"),
    ("李\ufffd明", "李□明"),
    ("李😀明", "李□明"),
    ("李○", "李〇"),
    ("王莹(王字旁)", "王莹"),
    ("李(王争)", "李琤"),
    ("李（王+争）", "李琤"),
    ("李(左王右争)", "李琤"),
    ("李(王字旁加争)", "李琤"),
    ("李王+争", "李琤"),
    ("李⿰王争", "李琤"),
    ("李⿰争王", "李□"),
    ("李□（王争）", "李琤"),
    ("尤文（王景）", "尤文璟"),
    ("刘爱（明空）", "刘爱曌"),
    ("王琤(王争)", "王琤"),
    ("张晓明(日月)", "张晓明"),
    ("张伟（大女）", "张伟"),
    ("买买提．艾力", "买买提·艾力"),
    ("买买提。艾力", "买买提·艾力"),
    ("买买提•艾力", "买买提·艾力"),
    ("买买提・艾力", "买买提·艾力"),
    ("买买提･艾力", "买买提·艾力"),
    ("买买提‧艾力", "买买提·艾力"),
    ("买买提⋅艾力", "买买提·艾力"),
    ("买买提.艾力", "买买提·艾力"),
    ("买买提-艾力", "买买提·艾力"),
    ("买买提 艾力", "买买提·艾力"),
    ("买买提·艾力·", "买买提·艾力"),
    ("", ""),
    ("·", ""),
    ("（）", ""),
]
SPLITS = [
    ("欧阳锋", "欧阳", "锋"),
    ("歐陽娜娜", "欧阳", "娜娜"),
    ("司马光", "司马", "光"),
    ("尉迟恭", "尉迟", "恭"),
    ("司马", "司", "马"),
    ("肖战", "萧", "战"),
    ("付强", "傅", "强"),
    ("阎锡", "闫", "锡"),
    ("戴望舒", "代", "望舒"),
    ("邱丽", "丘", "丽"),
    ("甯静", "宁", "静"),
    ("劉德華", "刘", "德华"),
    ("张乾", "张", "乾"),
    ("李喆", "李", "哲"),
    ("张堃", "张", "坤"),
    ("张犇", "张", "奔"),
    ("王昇", "王", "升"),
    ("李子Wei", "李", "子wei"),
    ("Liu Xinmin", "liu", "xinmin"),
    ("LYU BU", "lv", "bu"),
    ("李□明", "李", "□明"),
    ("吉克隽逸", "吉克", "隽逸"),
    ("马力", "马", "力"),
    ("马丽娜", "马", "丽娜"),
    ("王李建国", "王李", "建国"),
    ("买买提·艾力", "", "买买提·艾力"),
]


@pytest.mark.parametrize(("raw", "spelled"), SPELLINGS)
def test_a_name_is_freed_of_what_files_and_clerks_added(raw: str, spelled: str) -> None:
    assert spell(raw) == spelled


@pytest.mark.parametrize(("raw", "surname", "rest"), SPLITS)
def test_a_name_is_folded_and_split(raw: str, surname: str, rest: str) -> None:
    name = read_name(raw)
    assert (name.surname, name.given) == (surname, rest)


@pytest.mark.parametrize(
    "raw", ["买买提", "马木提", "沙吾提", "阿依努尔", "热依木", "扎西次仁", "索朗卓玛", "巴特尔", "迪丽努尔"]
)
def test_a_short_transliterated_name_is_told(raw: str) -> None:
    assert read_name(raw).is_mononym


@pytest.mark.parametrize(
    "raw", ["马力", "马丽娜", "欧阳娜娜", "吉克隽逸", "吉木古哈", "王建国", "艾山", "李丽"]
)
def test_a_surname_and_a_given_name_are_no_mononym(raw: str) -> None:
    assert not read_name(raw).is_mononym


@pytest.mark.parametrize(
    ("raw", "former"),
    [("张三（曾用名李四）", "李四"), ("张三(原名：张小三)", "张小三"), ("张三（已迁）", ""), ("张三", "")],
)
def test_a_former_name_in_a_remark_is_kept(raw: str, former: str) -> None:
    assert read_name(raw).former == former


def test_what_two_rolls_write_differently_folds_to_one_name() -> None:
    for one, other in [
        ("肖战", "蕭戰"),
        ("付强", "傅強"),
        ("闫妮", "阎妮"),
        ("李喆", "李哲"),
        ("张\ue863", "张龑"),
    ]:
        assert read_name(one).folded == read_name(other).folded


def test_a_character_that_nobody_could_write_fits_any() -> None:
    assert describe(UNKNOWN_CHARACTER, surname=False).wild


def test_a_characters_sounds_depend_on_its_place() -> None:
    assert describe("单", surname=True).sounds[0] == "shan"
    assert describe("单", surname=False).sounds[0] == "dan"
    assert set(describe("渐", surname=False).shapes) & set(describe("浙", surname=False).shapes)


texts = st.text(max_size=40) | st.text(
    "张三李肖王争⿰⿱⿲()（）[]·．。 　?□*×Xaé+-_&#;12\ue863\ue000😀买提ü", max_size=14
)


@given(texts)
def test_a_name_read_again_is_the_same(raw: str) -> None:
    once = read_name(raw)
    again = read_name(once.spelled)
    assert again.spelled == once.spelled
    assert (again.folded, again.characters, again.tokens) == (once.folded, once.characters, once.tokens)


@given(texts)
def test_folding_a_folded_name_changes_nothing(raw: str) -> None:
    folded = read_name(raw).folded
    assert read_name(folded).folded == folded


@given(st.sampled_from("⿰⿲张(·aA1?王+"), st.sampled_from("⿱争)·uN "))
def test_a_very_long_text_is_read_at_once(one: str, other: str) -> None:
    started = time.process_time()
    read_name((one + other) * 500)
    assert time.process_time() - started < 1
