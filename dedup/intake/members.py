"""The members of a JSON object as a row of texts, however the object arrived: a line of a file, a message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dedup.intake.heading import AS_WRITTEN, Columns, column_of
from dedup.intake.limits import Limits
from dedup.intake.rows import SURPLUS, RowProblem, SourceRow, clipped


class MemberReader:
    """Reads objects of one sender or file; the names of their members recur."""

    def __init__(self, limits: Limits, columns: Columns = AS_WRITTEN) -> None:
        self._limits = limits
        self._columns = columns
        self.names: dict[str, str | None] = {}
        """Member names met so far, a bounded number of them, each with the column that it names."""

    def row(self, number: int, members: Mapping[str, Any]) -> SourceRow:
        """Return the row; one that cannot be used carries its problem."""
        if len(members) > self._limits.columns_max:
            limit = self._limits.columns_max
            return unreadable(number, members, "too_many_columns", self._limits, limit=limit)
        values: dict[str, str] = {}
        extra: dict[str, str] = {}
        problem = None
        for key, member in members.items():
            text = member if isinstance(member, str) else _text_of(member)
            name = self._name(key)
            if not text or text.isspace():
                continue
            if len(text) > self._limits.cell_chars_max:
                problem = RowProblem(name or "", "cell_too_long", {"limit": self._limits.cell_chars_max})
                text = clipped(text, self._limits.cell_chars_max)
            if name in values:
                problem = RowProblem(name or "", "column_twice")
                name = None
            (values if name else extra)[name or clipped(key, self._limits.header_chars_max)] = text
        return SourceRow(number, values, extra, problem)

    def _name(self, key: str) -> str | None:
        names = self.names
        if key in names:
            return names[key]
        name = column_of(key, self._columns) if len(key) <= self._limits.header_chars_max else None
        if len(names) < self._limits.columns_max:
            names[key] = name
        return name


def is_text(row: SourceRow) -> bool:
    """Tell whether all is Unicode text: JSON can write half of a surrogate pair, which is none."""
    together = "".join((*row.values.values(), *row.extra, *row.extra.values()))
    try:
        together.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in together


def unreadable(number: int, content: object, reason: str, limits: Limits, **facts: str | int) -> SourceRow:
    """Return the row that stands for what could not be read, with as much of it as is kept."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    text = text.encode("utf-8", "backslashreplace").decode()
    kept = clipped(text.strip(), limits.cell_chars_max)
    return SourceRow(number, {}, {SURPLUS: kept}, RowProblem("", reason, facts))


def _text_of(member: object) -> str:
    match member:
        case None:
            return ""
        case bool():
            return "true" if member else "false"
        case _:
            return json.dumps(member, ensure_ascii=False)
