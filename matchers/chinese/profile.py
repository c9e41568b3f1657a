"""The Chinese profile: registers of citizens of the People's Republic, put together."""

from __future__ import annotations

from typing import Final

from matchers.chinese.chances import BY_VALUE, ValueChances
from matchers.chinese.coding import COLUMNS, TEXT_COLUMNS, VERSION, code
from matchers.chinese.comparing import CAPS, COMPARISONS, cap_of
from matchers.chinese.frequency import count_tables
from matchers.chinese.keys import NAMES, TWINS, keys_of, more_keys_of
from matchers.chinese.levels import CONDITIONS, LATER, LEARNED, LEARNED_OF_KIN, SAMPLED
from matchers.chinese.single.chances import SingleChances
from matchers.chinese.single.coding import code_one
from matchers.chinese.single.comparing import (
    cap_of_one,
    compare_contacts,
    compare_names,
    compare_numbers,
    compare_traits,
)
from matchers.chinese.single.keys import keys_of_one
from matchers.profile import Profile, Single
from matchers.record import Record

_EXAMPLES: Final = (
    Record(
        committee="511321", name="李(王争)", former_name="買買提·艾力", sex="男", ethnicity="维吾尔族",
        birth_date="农历一九七二年五月十八", id_number="512922720518301",
        household_address="四川省南充市南部县三官镇天井沟村3组26号",
        residence_address="浙江省杭州市临平区运河街道文化路199号枫林新村2栋602室",
        phone="0817-5521000转3", employer="枫林电子厂",
    ),
    Record(
        committee="330113", name="欧阳 □娜", sex="F", ethnicity="汉", birth_date="1972.5",
        id_number="512922********3015", household_address="南部县三官镇天井沟村三社二十六号",
        phone="13065626329",
    ),
    Record(committee="330113", name="OU YANG Na", birth_date="1988-01-01", id_number="51292219720518301"),
)  # fmt: skip
CHINESE: Final = Profile(
    name="chinese",
    coding_version=VERSION,
    columns=COLUMNS,
    text_columns=TEXT_COLUMNS,
    code=code,
    keys=NAMES,
    keys_of=keys_of,
    more_keys_of=more_keys_of,
    twins=TWINS,
    comparisons=COMPARISONS,
    levels=CONDITIONS,
    learned=LEARNED,
    learned_of_kin=LEARNED_OF_KIN,
    later=LATER,
    moved_max=4.0,
    kin_learned=False,
    sampled=SAMPLED,
    by_value=BY_VALUE,
    chances=ValueChances,
    count=count_tables,
    cap_of=cap_of,
    caps=CAPS,
    examples=_EXAMPLES,
    single=Single(
        code=code_one,
        keys_of=keys_of_one,
        compare=(compare_numbers, compare_names, compare_contacts, compare_traits),
        chances=SingleChances,
        cap_of=cap_of_one,
    ),
)
