"""What the peer is given is as clean as an analyst would make it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.splink_cleaning import (
    PHONE_SHARED_MAX,
    clean,
    clean_address,
    clean_date,
    clean_id,
    clean_name,
    clean_phone,
    is_sound,
)
from tests.benchmarks.files import write_csv


@pytest.mark.parametrize(
    ("given", "surname", "other"),
    [
        ("林  萍", "林", "萍"),
        ("歐陽修遠", "欧阳", "修远"),
        ("阿依古丽•买买提", "阿依古丽", "买买提"),
        ("王　芳", "王", "芳"),
    ],
)
def test_names_lose_spaces_dots_and_traditional_characters(given: str, surname: str, other: str) -> None:
    assert clean_name(given)[:2] == (surname, other)


@pytest.mark.parametrize(
    ("given", "month", "day"),
    [
        ("1976-02-09", "1976-02", "1976-02-09"),
        ("19760209", "1976-02", "1976-02-09"),
        ("1976年2月9日", "1976-02", "1976-02-09"),
        ("1976/2/9", "1976-02", "1976-02-09"),
        ("197602", "1976-02", None),
        ("1976-02", "1976-02", None),
        ("1976-13-09", None, None),
        ("", None, None),
    ],
)
def test_dates_are_read_in_every_spelling(given: str, month: str | None, day: str | None) -> None:
    assert clean_date(given) == (month, day)


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("51292219810517883x", "51292219810517883X"),
        ("5129 2219810517883×", "51292219810517883X"),
        ("'512922195301018290", "512922195301018290"),
        ("５１２９２２１９５３０１０１８２９０", "512922195301018290"),
        ("512922530101829", "512922195301018290"),
        ("512922xxxxxxxx8290", "512922********8290"),
        ("512922＊＊＊＊＊＊＊＊8290", "512922********8290"),
        ("5.12922E+17", None),
        ("512922195301018000", None),
        ("军字第1234567号", None),
    ],
)
def test_identity_numbers_are_brought_to_one_form(given: str, cleaned: str | None) -> None:
    assert clean_id(given) == cleaned


def test_a_check_digit_tells_a_slip() -> None:
    assert is_sound("51292219810517883X")
    assert not is_sound("51292219810517893X")


@pytest.mark.parametrize(
    ("given", "town", "whole"),
    [
        ("四川省南充市南部县大桥镇舒家湾村七组四十三号", "大桥镇", "大桥镇舒家湾村7组43号"),
        ("南部县大桥镇舒家湾村7社43号", "大桥镇", "大桥镇舒家湾村7组43号"),
        ("广东省深圳市宝安区西乡街道东环路14号2幢407室", "西乡街道", "西乡街道东环路14号2栋407室"),
        ("湘乡市白马镇红旗坝村3组", "白马镇", "白马镇红旗坝村3组"),
        ("", None, None),
    ],
)
def test_addresses_begin_with_the_town(given: str, town: str | None, whole: str | None) -> None:
    assert clean_address(given) == (town, whole)


def test_telephones_are_digits() -> None:
    assert clean_phone("+86 139-0000-0001") == "13900000001"
    assert clean_phone("无") is None


def test_a_registration_handed_in_again_counts_once_and_a_clerks_telephone_not_at_all(tmp_path: Path) -> None:
    rows = [
        {"registration_id": str(at), "committee": "511321", "name": "王芳", "phone": "13900000001"}
        for at in range(PHONE_SHARED_MAX + 1)
    ]
    path = write_csv(tmp_path / "home.csv", [*rows, {**rows[0], "name": "王方"}])
    table = clean([path])
    assert len(table["unique_id"]) == len(rows)
    assert table["name"][0] == "王方"
    assert set(table["phone"]) == {None}
