"""Files as examples: small registers in every format, and the hostile ones, made by functions."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from dedup.errors import BadInput
from dedup.intake.tables import SourceRow, Table, open_table

HEADERS = ("登记编号", "区划代码", "姓名", "性别", "身份证号", "户籍地址")
NAMES = ("王小明", "李静", "欧阳娜娜", "张伟", "买买提·阿不都")


def roll(count: int = 5, start: int = 1) -> list[list[str]]:
    return [
        [f"A{n:04d}", "340123", NAMES[n % len(NAMES)], "男", "110105194912310021", f"安徽省合肥市肥西县{n}号"]
        for n in range(start, start + count)
    ]


def as_csv(rows: Iterable[Sequence[str]], headers: Sequence[str] = HEADERS, delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headers, *rows])
    return text.getvalue()


def as_jsonl(rows: Iterable[Sequence[str]], headers: Sequence[str] = HEADERS) -> str:
    members = (dict(zip(headers, row, strict=False)) for row in rows)
    return "".join(json.dumps(m, ensure_ascii=False) + "\n" for m in members)


def write(folder: Path, content: str | bytes, name: str = "roll.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[object]], sheets: Sequence[str] = ("名单",)) -> Path:
    kept = list(rows)
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(kept):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    else:
                        sheet.write(number, place, cell)
    return path


def write_zip(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(
    path: Path, *, after: int = 0, encoding: str | None = None, committee: bool = False
) -> list[SourceRow]:
    with open_table(path, encoding=encoding, committee_given=committee) as table:
        return list(table.rows(after))


def look(path: Path) -> tuple[Table, list[SourceRow]]:
    with open_table(path) as table:
        return table, list(table.rows())


def refusal(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> str:
    """Return the code of the error with which a file is refused; empty when it is not."""
    refused: BadInput | None = None
    try:
        with open_table(path, encoding=encoding, sheet=sheet) as table:
            for _ in table.rows():
                pass
    except BadInput as error:
        refused = error
    if refused is None:
        return ""
    for language in ("zh", "en"):
        assert refused.message(language)
        assert refused.remedy(language)
    return refused.code


def problems(rows: Iterable[SourceRow]) -> list[tuple[int, str]]:
    return [(row.number, row.problem.reason) for row in rows if row.problem]


def values(rows: Iterable[SourceRow], column: str) -> list[str]:
    return [row.values.get(column, "") for row in rows]
