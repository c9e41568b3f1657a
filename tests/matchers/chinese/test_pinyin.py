import pytest

from matchers.chinese.pinyin import readings, sound_class, syllables


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        ("单", "shan"), ("解", "xie"), ("仇", "qiu"), ("查", "zha"), ("区", "ou"), ("曾", "zeng"),
        ("盖", "ge"), ("缪", "miao"), ("翟", "zhai"), ("员", "yun"), ("华", "hua"), ("任", "ren"),
        ("覃", "qin"), ("逄", "pang"), ("繁", "po"), ("种", "chong"), ("长", "zhang"), ("隗", "wei"),
        ("朴", "piao"), ("乐", "yue"), ("黑", "he"),
    ],
)  # fmt: skip
def test_a_surname_is_read_as_surnames_are(surname: str, reading: str) -> None:
    assert readings(surname, surname=True)[0] == reading


@pytest.mark.parametrize(
    ("character", "reading"), [("单", "dan"), ("曾", "ceng"), ("乐", "le"), ("行", "xing")]
)
def test_elsewhere_every_usual_reading_counts(character: str, reading: str) -> None:
    assert reading in readings(character, surname=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhang", "zan"), ("chen", "cheng"), ("shi", "si"), ("liu", "niu"), ("ran", "lan"), ("lin", "ling"),
        ("hua", "fa"), ("hui", "fei"), ("huang", "wang"), ("hu", "wu"), ("hu", "fu"), ("guan", "guang"),
    ],
)  # fmt: skip
def test_sounds_that_dialects_confuse_are_one_class(one: str, other: str) -> None:
    assert sound_class(one) == sound_class(other)


@pytest.mark.parametrize(("one", "other"), [("li", "lu"), ("ma", "ba"), ("jing", "jiang"), ("gao", "guo")])
def test_other_sounds_are_kept_apart(one: str, other: str) -> None:
    assert sound_class(one) != sound_class(other)


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("jianguo", ["jian", "guo"]), ("zhangwei", ["zhang", "wei"]), ("lyu", ["lv"]), ("nyu", ["nv"]),
        ("lyuxian", ["lv", "xian"]), ("ouyangnana", ["ou", "yang", "na", "na"]), ("smith", ["smith"]),
    ],
)  # fmt: skip
def test_letters_are_cut_into_syllables(latin: str, expected: list[str]) -> None:
    assert syllables(latin) == expected
