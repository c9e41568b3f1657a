"""The Chinese profile: registers of citizens of the People's Republic, put together."""

from __future__ import annotations

from typing import Final

from matchers.chinese.chances import BY_VALUE, ValueChances
from matchers.chinese.coding import COLUMNS, TEXT_COLUMNS, VERSION, code
from matchers.chinese.comparing import CAPS, COMPARISONS, cap_of
from matchers.chinese.frequency import count_tables
from matchers.chinese.keys import NAMES, TWINS, keys_of, more_keys_of
from matchers.chinese.levels import CONDITIONS, LEARNED, SAMPLED
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
    moved_max=4.0,
    kin_learned=False,
    sampled=SAMPLED,
    by_value=BY_VALUE,
    chances=ValueChances,
    count=count_tables,
    cap_of=cap_of,
    caps=CAPS,
    single=Single(
        code=code_one,
        keys_of=keys_of_one,
        compare=(compare_numbers, compare_names, compare_contacts, compare_traits),
        chances=SingleChances,
        cap_of=cap_of_one,
    ),
)
