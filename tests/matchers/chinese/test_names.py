from matchers.chinese.names import read_name


def test_compound_surnames_are_split_whole() -> None:
    assert (read_name("欧阳锋").surname, read_name("欧阳锋").given) == ("欧阳", "锋")


def test_a_clerks_remark_is_no_part_of_the_name() -> None:
    assert read_name("张三（已迁）").spelled == "张三"


def test_a_name_in_pinyin_is_cut_where_syllables_can_begin() -> None:
    assert read_name("Zhang Jianguo").characters == ("zhang", "jian", "guo")


def test_a_long_run_of_letters_is_left_whole_at_once() -> None:
    letters = "an" * 40 + "b"
    assert read_name(letters).characters == (letters,)
