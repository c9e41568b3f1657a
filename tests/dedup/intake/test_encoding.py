from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import BadInput
from dedup.intake.encoding import find_encoding
from tests.dedup.intake.files import HEADERS, as_csv, as_jsonl, read, refusal, roll, values, write

ENGLISH = ("registration_id", "committee", "name", "sex", "id_number", "household_address")


@pytest.mark.parametrize("lines", [as_csv, as_jsonl])
@pytest.mark.parametrize("count", [1, 3, 400])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_register_is_read_in_any_encoding_that_committees_use(
    tmp_path: Path, encoding: str, count: int, lines: object
) -> None:
    assert callable(lines)
    path = write(tmp_path, lines(roll(count)), encoding=encoding)
    assert values(read(path), "name") == [row[2] for row in roll(count)]


def test_gb18030_under_english_headers_is_recognised_by_what_registers_are_full_of(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv(roll(20), ENGLISH), encoding="gb18030")
    assert values(read(path), "name") == [row[2] for row in roll(20)]


@pytest.mark.parametrize(
    "headers", [("登記編號", "區劃代碼", "姓名", "性別", "身份證號", "戶籍地址"), ENGLISH]
)
@pytest.mark.parametrize("count", [1, 50])
def test_big5_is_asked_about_and_not_misread(tmp_path: Path, headers: tuple[str, ...], count: int) -> None:
    rows = [[f"A{n}", "340123", "陳美玲", "男", "", "臺北市中正區重慶南路一段"] for n in range(count)]
    path = write(tmp_path, as_csv(rows, headers), encoding="big5")
    assert refusal(path) == "encoding-unknown"


@pytest.mark.parametrize(
    ("encoding", "name", "place"),
    [
        ("euc-jp", "佐藤健", "東京都新宿区西新宿二丁目"),
        ("euc-jp", "田中太郎", "東京都新宿区"),
        ("shift-jis", "鈴木一郎", "大阪府大阪市北区梅田"),
        ("euc-kr", "김철수", "서울특별시 강남구 역삼동"),
        ("cp1251", "Иван Петров", "Москва, Тверская улица"),
        ("latin-1", "José Núñez", "Calle Ángel Muñoz"),
    ],
)
def test_other_countries_encodings_are_asked_about(
    tmp_path: Path, encoding: str, name: str, place: str
) -> None:
    rows = [[f"A{n}", "340123", name, "", "", place] for n in range(40)]
    assert refusal(write(tmp_path, as_csv(rows, ENGLISH), encoding=encoding)) == "encoding-unknown"


def test_an_encoding_that_is_given_is_used(tmp_path: Path) -> None:
    rows = [["A1", "340123", "陳美玲", "女", "", "臺北市"]]
    path = write(tmp_path, as_csv(rows, ENGLISH), encoding="big5")
    assert values(read(path, encoding="big5"), "name") == ["陳美玲"]


@pytest.mark.parametrize("given", ["GBK", "gb2312", "GB18030", "cp936"])
def test_all_names_of_the_chinese_encoding_mean_the_newest_edition(tmp_path: Path, given: str) -> None:
    path = write(tmp_path, as_csv(roll(3)), encoding="gb18030")
    assert find_encoding(path, given) == "gb18030_2022"


@pytest.mark.parametrize("given", ["klingon", "rot13", "base64", "hex", "utf 8\0", "utf-7", "unicode_escape"])
def test_a_name_that_is_no_text_encoding_is_refused(tmp_path: Path, given: str) -> None:
    assert refusal(write(tmp_path, as_csv(roll(3))), encoding=given) == "encoding-name"


def test_a_wrongly_given_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv([["A", "340123", "a"] * 1, *roll(2)]), encoding="gb18030")
    with pytest.raises(BadInput) as refused:
        find_encoding(path, "utf-8")
    assert (refused.value.code, refused.value.facts["line"]) == ("encoding-wrong", 1)


@pytest.mark.parametrize("headers", [HEADERS, ENGLISH])
@pytest.mark.parametrize(
    ("encoding", "damage"), [("utf-8", b"\xe7\x8e,"), ("utf-8-sig", b"\xff\xfe"), ("gb18030", b"\xff\xff")]
)
def test_damage_far_down_is_found_before_any_row_is_read(
    tmp_path: Path, encoding: str, damage: bytes, headers: tuple[str, ...]
) -> None:
    good = as_csv(roll(30_000), headers).encode(encoding)
    path = write(tmp_path, good + b"A9,340123," + damage + b"\r\n" + good[200:2_000].partition(b"\n")[2])
    with pytest.raises(BadInput) as refused:
        find_encoding(path)
    assert (refused.value.code, refused.value.facts["line"]) == ("encoding-damaged", 30_002)


def test_a_character_cut_off_at_the_end_is_found(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, as_csv(roll(9)).encode() + "王".encode()[:2])) == "encoding-damaged"


def test_a_nul_byte_is_named_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv(roll(7)).encode() + b"A\0,340123,x\r\n")
    with pytest.raises(BadInput) as refused:
        find_encoding(path)
    assert (refused.value.code, refused.value.facts["line"]) == ("file-nul", 9)
