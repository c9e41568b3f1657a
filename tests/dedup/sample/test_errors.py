"""Each kind of error, made on one row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sample import errors_of_facts as facts
from dedup.sample import errors_of_names as names
from dedup.sample import errors_of_numbers as numbers
from dedup.sample.draws import Draws
from dedup.sample.identity import compose, day_number
from dedup.sample.ledger import Basis, Entry, enter
from dedup.sample.names import Name
from dedup.sample.people import Person
from dedup.sample.places import Manner, VillageAddress, chinese_numeral, home

DAY = day_number(1985, 3, 12)
ADDRESS = VillageAddress(home(), "定水镇", "李家沟村", 3, 12, "千秋乡")


def row(name: Name | None = None, people: str = "汉", *, day: int = DAY, serial: int = 121) -> Entry:
    name = name or Name("张建伟", "张", "建伟")
    number = compose("512922", day, serial)
    person = Person(name, "男", people, day, number, ADDRESS, "13800138000")
    return enter(person, 1, Basis.RESIDENCE, "第1选区", "20260901")


UYGHUR = Name("买买提·吐尔逊", "", "买买提", ("买买提", "吐尔逊"))


@given(seed=st.integers(0, 500))
def test_a_typo_changes_one_place_and_always_breaks_the_check(seed: int) -> None:
    entry = row()
    assert numbers.typo(entry, Draws(seed))
    differing = [at for at in range(18) if entry.id_number[at] != entry.person.number[at]]
    assert len(differing) == 1
    assert not numbers.is_valid(entry.id_number)


@given(seed=st.integers(0, 500))
def test_a_transposition_swaps_neighbours(seed: int) -> None:
    entry = row()
    assert numbers.transposed(entry, Draws(seed))
    differing = [at for at in range(18) if entry.id_number[at] != entry.person.number[at]]
    assert len(differing) == 2
    assert differing[1] == differing[0] + 1
    assert sorted(entry.id_number) == sorted(entry.person.number)


def test_digits_are_dropped_and_doubled() -> None:
    short, long = row(), row()
    assert numbers.dropped_digit(short, Draws(1))
    assert numbers.doubled_digit(long, Draws(1))
    assert (len(short.id_number), len(long.id_number)) == (17, 19)


def test_a_spreadsheet_keeps_fifteen_digits_unless_the_number_ends_in_x() -> None:
    digits = next(entry for serial in range(100) if (entry := row(serial=serial)).id_number.isdigit())
    ending_in_x = next(
        entry for serial in range(100) if (entry := row(serial=serial)).id_number.endswith("X")
    )
    assert numbers.excel_zeroed(digits, Draws(1))
    assert digits.id_number == digits.person.number[:15] + "000"
    assert not numbers.excel_zeroed(ending_in_x, Draws(1))


def test_a_spreadsheet_shows_six_digits_of_a_large_number() -> None:
    entry = row()
    entry.id_number = "511321198503121230"
    assert numbers.excel_scientific(entry, Draws(1))
    assert entry.id_number == "5.11321E+17"


@pytest.mark.parametrize(
    ("style", "masked"),
    [
        ("6+4", "512922********1210"),
        ("10+4", "5129221985****1210"),
        ("14+0", "51292219850312****"),
        ("1+1", "5****************0"),
        ("0+4", "**************1210"),
        ("6+4x", "512922xxxxxxxx1210"),
        ("6+4 wide", "512922＊＊＊＊＊＊＊＊1210"),
    ],
)
def test_a_mask_keeps_what_its_style_says(style: str, masked: str) -> None:
    entry = row()
    entry.id_number = "512922198503121210"
    assert numbers.mask(entry, style)
    assert entry.id_number == masked


def test_a_number_is_written_in_full_width_or_as_on_an_old_card() -> None:
    wide, old = row(), row()
    assert numbers.full_width(wide, Draws(1))
    assert wide.id_number[:6] == "５１２９２２"
    assert numbers.fifteen_digits(old, Draws(1))
    assert old.id_number == "512922850312121"


def test_a_number_from_before_a_correction_is_valid_and_another() -> None:
    entry = row()
    assert numbers.renumbered(entry, Draws(1))
    assert numbers.is_valid(entry.id_number)
    assert entry.id_number[:14] == entry.person.number[:14]
    assert entry.id_number != entry.person.number


def test_a_filled_down_number_counts_up() -> None:
    assert numbers.dragged("512922198503121210", 2) == "512922198503121212"
    assert numbers.dragged("51292219850312121X", 2) == ""


@given(seed=st.integers(0, 200))
def test_a_homophone_changes_one_character_of_the_given_name(seed: int) -> None:
    entry = row()
    assert names.homophone(entry, Draws(seed))
    assert entry.name[0] == "张"
    assert sum(one != other for one, other in zip(entry.name, "张建伟", strict=True)) == 1


def test_traditional_forms_and_short_surnames() -> None:
    entry = row(Name("刘丽华", "刘", "丽华"))
    assert names.traditional(entry, Draws(1))
    assert entry.name == "劉麗華"
    short = row(Name("傅强", "傅", "强"))
    assert names.other_surname(short, Draws(1))
    assert short.name == "付强"


def test_rare_characters_become_letters_marks_parts_or_other_characters() -> None:
    rare = Name("李子玮", "李", "子玮"), Name("王喆", "王", "喆")
    assert not names.rare_pinyin(row(rare[0]), Draws(1))
    written = []
    for damage in (names.rare_pinyin, names.rare_placeholder, names.rare_split, names.rare_substitute):
        entry = row(rare[1])
        assert damage(entry, Draws(1))
        written.append(entry.name)
    assert written[0].casefold() == "王zhe"
    assert written[1][1] in "？?□*"
    assert "双吉" in written[2]
    assert written[3] == "王哲"
    private = row(rare[1])
    assert names.rare_private_use(private, Draws(1))
    assert 0xE000 <= ord(private.name[1]) <= 0xF8FF


def test_a_dotted_name_loses_its_dot_its_parts_or_its_end() -> None:
    dropped, reordered, cut, dotted = (row(UYGHUR, "维吾尔") for _ in range(4))
    assert names.part_dropped(dropped, Draws(1))
    assert dropped.name == "买买提"
    assert names.part_order(reordered, Draws(1))
    assert reordered.name == "吐尔逊·买买提"
    assert names.truncated(cut, Draws(1))
    assert "买买提·吐尔逊".startswith(cut.name)
    assert len(cut.name) < 7
    assert names.dot_variant(dotted, Draws(1))
    assert "·" not in dotted.name


def test_a_name_of_three_parts_is_cut_to_two_or_one() -> None:
    name = Name("古丽·买买提·吐尔逊", "", "古丽", ("古丽", "买买提", "吐尔逊"))
    left = set()
    for seed in range(20):
        entry = row(name, "维吾尔")
        assert names.part_dropped(entry, Draws(seed))
        left.add(entry.name)
    assert left == {"古丽", "古丽·买买提"}


@given(seed=st.integers(0, 100))
def test_a_transliteration_stays_the_same_name_in_other_characters(seed: int) -> None:
    entry = row(UYGHUR, "维吾尔")
    assert names.transliterated(entry, Draws(seed))
    assert entry.name in {
        f"{own}·{father}"
        for own in ("买买提", "麦麦提", "买合买提")
        for father in ("吐尔逊", "图尔荪", "吐尔荪")
    } - {UYGHUR.text}


def test_han_names_have_no_transliteration_and_no_dot() -> None:
    for damage in (
        names.transliterated,
        names.dot_variant,
        names.part_dropped,
        names.part_order,
        names.truncated,
    ):
        entry = row()
        assert not damage(entry, Draws(1))
        assert entry.name == "张建伟"


def test_a_name_in_letters_puts_the_surname_first() -> None:
    assert {written(seed) for seed in range(20)} == {"Zhang Jianwei", "ZHANGJIANWEI"}


def written(seed: int) -> str:
    entry = row()
    assert names.in_pinyin(entry, Draws(seed))
    return entry.name


def test_a_lunar_birthday_is_written_as_if_solar() -> None:
    entry = row()
    assert facts.lunar_birthday(entry, Draws(1))
    assert entry.birth == "19850121"


@given(seed=st.integers(0, 300))
def test_a_wrong_birth_date_is_still_a_date(seed: int) -> None:
    for damage in (facts.birth_typo, facts.birth_year_off, facts.birth_new_year, facts.birth_swapped):
        entry = row()
        if damage(entry, Draws(seed)):
            assert entry.birth != "19850312"
            assert facts.is_date(entry.birth)


def test_phones_lose_or_gain_a_digit() -> None:
    lengths = set()
    for seed in range(60):
        entry = row()
        facts.phone_digits(entry, Draws(seed))
        lengths.add(len(entry.phone))
    assert lengths == {10, 11, 12}


def test_an_address_is_written_in_the_clerks_manner() -> None:
    assert ADDRESS.write(Manner()) == "四川省南充市南部县定水镇李家沟村3组12号"
    brief = Manner(province=False, prefecture=False, chinese_numerals=True, group_word="社", number=False)
    assert ADDRESS.write(brief) == "南部县定水镇李家沟村三社"


@pytest.mark.parametrize(
    ("number", "text"),
    [(3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
)
def test_numbers_are_written_in_characters(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


def test_a_village_is_spelt_in_characters_of_the_same_sound_and_a_township_by_its_former_name() -> None:
    entry = row()
    assert facts.address_former_town(entry, Draws(1))
    assert entry.household.write(Manner()) == "四川省南充市南部县千秋乡李家沟村3组12号"
    assert facts.address_village(entry, Draws(1))
    village = entry.household.write(Manner())
    assert "李家沟村" not in village
    assert "家沟村" in village
