"""The peer's reading and cleaning: registers in, one table of clean columns out, as an analyst would do it.

    python -m benchmarks.splink_cleaning FILE… --out cleaned.parquet

Splink's guides ask for clean, single-meaning columns before anything else. Texts that repeat are cleaned once
for each distinct value. Values that say nothing (masks, placeholders, impossible dates) become null, which
Splink counts neither for nor against.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import opencc
from pypinyin import lazy_pinyin

from benchmarks.registers import Row, read_register

COLUMNS: Final = (
    *("unique_id", "committee", "registration_id", "level", "name", "surname", "given", "sound", "sex"),
    *(
        "birth_month",
        "birth_date",
        "id_number",
        "id_head",
        "id_tail",
        "id_sound",
        "phone",
        "household",
        "residence",
    ),
    *("household_town", "residence_town"),
)
PHONE_SHARED_MAX: Final = 10
"""A number on more rows than this is a clerk's or an office's: it names nobody."""
_DOTS: Final = re.compile("[.•・‧⋅∙･●．]")
_COMPOUND: Final = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 百里 南宫 独孤".split()  # noqa: SIM905
)
_SEXES: Final = {"男": "M", "女": "F", "M": "M", "F": "F", "1": "M", "2": "F", "男性": "M", "女性": "F"}
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_NUMERALS: Final = {n: str(at) for at, n in enumerate("零一二三四五六七八九")} | {"两": "2", "〇": "0"}
_CHINESE_NUMBER: Final = re.compile("[零〇一二两三四五六七八九十百]+(?=[号组队社栋幢座室单元楼层巷弄])")
_DIVISION: Final = re.compile(
    r"^[^镇街路村号]{1,10}?(?:省|自治区|自治州|地区|盟|市|自治县|县|(?<![社小])区|旗)(?=..)"
)
_TOWN: Final = re.compile(r"^(.{1,6}?街道|.{1,6}?[镇乡])(?:办事处|人民政府)?(.+)$")
_GROUP: Final = re.compile("(?<=[0-9])(?:队|社|村民小组|小组)")
_to_simplified: Final = opencc.OpenCC("t2s").convert


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lstrip("'")


@cache
def clean_name(given: str) -> tuple[str, str, str]:
    """Return surname, given name and sound, in simplified characters; of parts the first is the surname."""
    text = _to_simplified(re.sub(r"\s", "", _DOTS.sub("·", _folded(given))))
    first, dot, others = text.partition("·")
    if not dot:
        at = 2 if text[:2] in _COMPOUND and len(text) > 2 else 1
        first, others = text[:at], text[at:]
    others = others.replace("·", "")
    return first, others, "".join(lazy_pinyin(first + others))


@cache
def clean_date(given: str) -> tuple[str | None, str | None]:
    """Return a date's month as yyyy-mm and day as yyyy-mm-dd; None where unknown or not in the calendar."""
    digits = re.findall(r"\d+", _folded(given))
    if len(digits) == 1 and len(digits[0]) in {6, 8}:
        digits = [digits[0][:4], digits[0][4:6], *([digits[0][6:]] if len(digits[0]) == 8 else [])]
    try:
        day = date(int(digits[0]), int(digits[1]), int(digits[2]) if len(digits) > 2 else 1).isoformat()
    except (ValueError, IndexError):
        return None, None
    return day[:7], day if len(digits) > 2 else None


def check_digit(first_17: str) -> str:
    """Return the check digit of ISO 7064 MOD 11-2, as GB 11643 has it."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def clean_id(given: str) -> str | None:
    """Return an identity number in capitals and today's form, masked signs as `*`; None of ruins."""
    text = re.sub(r"[\s\-'·]", "", _folded(given)).upper().replace("×", "X").replace("＊", "*")
    text = re.sub("X{2,}", lambda mask: "*" * len(mask[0]), text)
    if re.fullmatch(r"\d{15}", text):
        long = f"{text[:6]}19{text[6:]}"
        return long + check_digit(long)
    if "E+" in text or "." in text or not re.search(r"\d", text) or len(text) < 15:
        return None
    if re.fullmatch(r"\d{15}000", text) and check_digit(text[:17]) != text[17]:
        return None  # a spreadsheet keeps fifteen digits of a number
    return text


def is_sound(number: str) -> bool:
    """Tell whether an identity number's check digit is right."""
    return bool(re.fullmatch(r"\d{17}[\dX]", number)) and check_digit(number[:17]) == number[17]


def clean_phone(given: str) -> str | None:
    """Return a telephone number's eleven digits."""
    digits = re.sub(r"\D", "", _folded(given))
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    return digits if 10 <= len(digits) <= 12 else None


def _arabic(match: re.Match[str]) -> str:
    text, total, digit = match[0], 0, 0
    if not set(text) & {"十", "百"}:
        return "".join(_NUMERALS[c] for c in text)
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = int(_NUMERALS[character])
    return str(total + digit)


@cache
def clean_address(given: str) -> tuple[str | None, str | None]:
    """Return an address's town, and all from the town on, numerals and units in one spelling."""
    text = re.sub(r"[\s,，()（）\-]", "", _to_simplified(_folded(given)))
    if not text:
        return None, None
    text = _GROUP.sub("组", _CHINESE_NUMBER.sub(_arabic, text)).replace("幢", "栋")
    while match := _DIVISION.match(text):
        text = text[match.end() :]
    if match := _TOWN.match(text):
        return match[1], match[1] + match[2]
    return None, text


def clean_row(row: Row) -> tuple[str | None, ...]:
    """Return one registration's clean columns, in the order of COLUMNS, without the unique id."""
    surname, given, sound = clean_name(row.get("name", ""))
    number = clean_id(row.get("id_number", ""))
    whole = number if number and "*" not in number else None
    valid = bool(whole and is_sound(whole))
    birth = clean_date(row.get("birth_date", ""))
    if birth[1] is None and whole and valid:
        birth = clean_date(whole[6:14])
    sex = _SEXES.get(_folded(row.get("sex", "")))
    if sex is None and whole and valid:
        sex = "MF"[int(whole[16]) % 2 == 0]
    household_town, household = clean_address(row.get("household_address", ""))
    residence_town, residence = clean_address(row.get("residence_address", ""))
    level = "township" if row.get("level", "") in {"乡", "乡镇", "township"} else "county"
    return (
        *(row.get("committee"), row.get("registration_id"), level),
        *(surname + given or None, surname or None, given or None, sound or None),
        *(sex, *birth, whole, _shown(number, slice(0, 6)), _shown(number, slice(-4, None))),
        *(("yes" if valid else "no") if whole else None, clean_phone(row.get("phone", ""))),
        *(household, residence, household_town, residence_town),
    )


def _shown(number: str | None, part: slice) -> str | None:
    """Return a part of an identity number, where no mask hides any of it."""
    return number[part] if number and len(number) == 18 and "*" not in number[part] else None


def clean(files: list[Path]) -> dict[str, Sequence[object]]:
    """Return all registers' rows; of a registration that is handed in again, the last."""
    latest = {
        (row.get("committee", ""), row.get("registration_id", ""), row.get("level", "")): clean_row(row)
        for path in files
        for row in read_register(path)
    }
    columns = dict(zip(COLUMNS[1:], map(list, zip(*latest.values(), strict=True)), strict=True))
    shared = Counter(columns["phone"])
    columns["phone"] = [p if p and shared[p] <= PHONE_SHARED_MAX else None for p in columns["phone"]]
    return {"unique_id": range(len(latest)), **columns}


def main() -> None:
    """Clean and write."""
    parser = argparse.ArgumentParser(description="Read and clean registers for the peer.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    from pyarrow import parquet, table

    parquet.write_table(table(clean(arguments.files)), arguments.out)


if __name__ == "__main__":
    main()
