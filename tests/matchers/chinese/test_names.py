import numpy as np
import pytest

from matchers.chinese.comparing_names import name_levels
from matchers.chinese.levels import NAME
from matchers.chinese.name_table import NameTable
from matchers.chinese.names import read_name


def level(one: str, other: str) -> str:
    table = NameTable()
    rows = [table.row(one), table.row(other)]
    table.flush()
    forth = int(name_levels(table, np.array(rows[:1]), np.array(rows[1:]))[0])
    back = int(name_levels(table, np.array(rows[1:]), np.array(rows[:1]))[0])
    assert forth == back
    return NAME[forth][0]


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
    assert level(one, other) == expected


def test_compound_surnames_are_split_whole() -> None:
    assert (read_name("欧阳锋").surname, read_name("欧阳锋").given) == ("欧阳", "锋")


def test_a_clerks_remark_is_no_part_of_the_name() -> None:
    assert read_name("张三（已迁）").spelled == "张三"


def test_a_name_in_pinyin_is_cut_where_syllables_can_begin() -> None:
    assert read_name("Zhang Jianguo").characters == ("zhang", "jian", "guo")


def test_a_long_run_of_letters_is_left_whole_at_once() -> None:
    letters = "an" * 40 + "b"
    assert read_name(letters).characters == (letters,)
