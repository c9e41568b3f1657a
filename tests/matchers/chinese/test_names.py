from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.chinese.names import read_name, spell


def test_compound_surnames_are_split_whole() -> None:
    assert (read_name("欧阳锋").surname, read_name("欧阳锋").given) == ("欧阳", "锋")


def test_a_clerks_remark_is_no_part_of_the_name() -> None:
    assert read_name("张三（已迁）").spelled == "张三"


def test_a_name_in_pinyin_is_cut_where_syllables_can_begin() -> None:
    assert read_name("Zhang Jianguo").characters == ("zhang", "jian", "guo")


def test_a_long_run_of_letters_is_left_whole_at_once() -> None:
    letters = "an" * 40 + "b"
    assert read_name(letters).characters == (letters,)


_PARTS = st.text(st.sampled_from("张三李四娜男女名叫又曾用买提艾力欧阳"), min_size=1, max_size=5)
_BETWEEN = st.sampled_from((" ", "  ", "\u3000", "·", "•", ".", "．", "・", "‧", "-", "，", ""))


@settings(max_examples=500)
@given(_BETWEEN, st.lists(_PARTS, min_size=1, max_size=4))
def test_the_usual_ways_of_spelling_are_read_at_once_as_the_long_way_reads_them(
    between: str, parts: list[str]
) -> None:
    raw = between.join(parts)
    assert spell(raw) == spell(f"{raw}\u200b")  # what is odd about a name is read the long way
