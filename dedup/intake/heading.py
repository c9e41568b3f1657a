"""The header of a table: finding it under title rows, matching its columns, reading rows by it.

Committees' files begin with merged titles and end with totals and signatures. Which cells a row has is
known here; how they were stored in the file is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dedup.columns import NAME_PARTS, TITLES, canonical_name
from dedup.errors import BadInput
from dedup.intake.limits import Limits
from dedup.intake.rows import SURPLUS, ColumnMatch, RowProblem, SourceRow, clipped

RECOGNISED_MIN: Final = 2
"""Columns that a header names at least; a title names none, a row of values at most one."""

Columns = Mapping[str, str]
"""Headers that somebody has read himself: each with its canonical column, empty for none of ours."""
AS_WRITTEN: Final[Columns] = {}
"""Nobody said anything: every header is read by the names that committees are known to use."""

_FOOTER: Final = re.compile(
    r"\s*(?:(?:(?:合|总|小|共)\s*计|以下(?:空白|无正文)|[(（]?(?:单位|公章)?[(（]?(?:盖章|签章|公章)[)）]?)(?=[\W\d]|$)|"
    r"(?:填表|制表|填报|经办|审核|负责|复核|登记|校对|联系)\s*(?:人|员|单位|日期|时间)\s*[:：(（]|"
    r"(?:注|备注|说明|附注)\s*[:：])"
)
FOOTER_STARTS: Final = frozenset("合总小共以填制经审负复登校联单公盖签注备说附 (（\u3000\t")
"""What a footer's text begins with: a quick look that spares most rows the slow one."""
_SHOWN_MAX: Final = 5
_NOT_A_NAME: Final = re.compile(r"[\d:：]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The header row."""

    number: int
    columns: tuple[ColumnMatch, ...]

    @property
    def recognised(self) -> int:
        """Return how many different canonical columns it names."""
        return len({match.column for match in self.columns if match.column})


def heading_of(number: int, cells: Sequence[str], limits: Limits, columns: Columns = AS_WRITTEN) -> Heading:
    """Read a row as if it were the header. Columns without a header are named by their place, `#3`."""
    last = max((i for i, cell in enumerate(cells) if cell.strip()), default=-1)
    headers: list[str] = []
    for place, cell in enumerate(cells[: last + 1], start=1):
        header = clipped(" ".join(cell.split()), limits.header_chars_max) or f"#{place}"
        headers.append(header)
    return Heading(number, tuple(ColumnMatch(h, column_of(h, columns)) for h in _distinct(headers)))


def column_of(header: str, columns: Columns = AS_WRITTEN) -> str | None:
    """Return the canonical column of a header: what somebody said of it, else what it is known to name."""
    said = columns.get(header)
    return canonical_name(header) if said is None else said or None


def _distinct(headers: Iterable[str]) -> list[str]:
    """Return headers of which each is there once, so that each can be spoken of."""
    seen: Counter[str] = Counter()
    named = []
    for header in headers:
        seen[header] += 1
        named.append(f"{header} ({seen[header]})" if seen[header] > 1 else header)
    return named


def find_heading(
    rows: Iterable[tuple[int, Sequence[str]]], limits: Limits, columns: Columns = AS_WRITTEN
) -> Heading | None:
    """Return the first of the rows that names most columns; None when none names enough."""
    best: Heading | None = None
    for number, cells in rows:
        if len(cells) < RECOGNISED_MIN:
            continue
        heading = heading_of(number, cells, limits, columns)
        if heading.recognised >= RECOGNISED_MIN and heading.recognised > (best.recognised if best else 0):
            best = heading
    return best


def check_said(columns: Sequence[ColumnMatch], said: Columns, *, path: str) -> None:
    """Raise BadInput when a header that somebody read himself is not among those of the file."""
    there = {match.header for match in columns}
    absent = [header for header in said if header not in there]
    if absent:
        shown, found = "、".join(absent[:_SHOWN_MAX]), "、".join(match.header for match in columns)
        raise BadInput("mapping-header-missing", path=path, headers=shown, found=clipped(found, 400))


def check_columns(
    columns: Sequence[ColumnMatch], limits: Limits, *, path: str, committee_given: bool
) -> None:
    """Raise BadInput when a required column is missing, one is there twice, or there are too many."""
    if len(columns) > limits.columns_max:
        raise BadInput("columns-too-many", path=path, count=len(columns), limit=limits.columns_max)
    named = Counter(match.column for match in columns if match.column)
    for column, count in named.items():
        if count > 1:
            headers = "、".join(match.header for match in columns if match.column == column)
            raise BadInput("column-twice", path=path, column=_shown(column), headers=headers)
    missing = [column for column in _required(named, committee_given) if column not in named]
    if missing:
        found = clipped("、".join(match.header for match in columns), limits.header_chars_max * 2)
        raise BadInput(
            "column-missing", path=path, columns="、".join(_shown(c) for c in missing), found=found
        )


def _required(named: Counter[str], committee_given: bool) -> tuple[str, ...]:
    # A list of withdrawals 撤销名单 needs only the keys.
    name = () if "action" in named or not NAME_PARTS.keys().isdisjoint(named) else ("name",)
    return ("registration_id", *name, *(() if committee_given else ("committee",)))


def _shown(column: str) -> str:
    return f"{TITLES[column]} ({column})"


class RowReader:
    """Reads rows of cells by one heading; counts what is not a voter's row at all."""

    def __init__(self, heading: Heading, limits: Limits) -> None:
        self._limits = limits
        self._width = len(heading.columns)
        self._known = [(i, m.column) for i, m in enumerate(heading.columns) if m.column]
        self._own = [(i, m.header) for i, m in enumerate(heading.columns) if not m.column]
        self._headers = {m.column: m.header for m in heading.columns if m.column}
        self._first = next(iter(self._headers), "")
        self._first_header = self._headers.get(self._first)
        self.skipped_rows = 0

    def read(self, number: int, cells: list[str], warnings: tuple[str, ...] = ()) -> SourceRow | None:
        """Return the row; None, and count it, when it is blank, a footer, or the header again."""
        width = self._width
        surplus = None
        if len(cells) != width:
            if len(cells) > width:
                surplus = [cell for cell in cells[width:] if cell.strip()]
            else:
                cells = cells + [""] * (width - len(cells))
        values = {name: cells[i] for i, name in self._known if cells[i] and not cells[i].isspace()}
        extra = {name: cells[i] for i, name in self._own if cells[i] and not cells[i].isspace()}
        if surplus:
            return self._too_wide(number, values, extra, surplus)
        if self._is_no_voter(values, extra):
            self.skipped_rows += 1
            return None
        return SourceRow(number, values, extra, None, warnings)

    def checked(self, row: SourceRow) -> SourceRow:
        """Return the row, with a problem and cut texts where a cell is longer than allowed."""
        limit = self._limits.cell_chars_max
        long = [name for name, text in (*row.values.items(), *row.extra.items()) if len(text) > limit]
        if not long:
            return row
        column = long[0] if long[0] in row.values else ""
        return SourceRow(
            number=row.number,
            values={name: clipped(text, limit) for name, text in row.values.items()},
            extra={name: clipped(text, limit) for name, text in row.extra.items()},
            problem=row.problem or RowProblem(column, "cell_too_long", {"limit": limit}),
            warnings=row.warnings,
        )

    def _too_wide(
        self, number: int, values: dict[str, str], extra: dict[str, str], surplus: list[str]
    ) -> SourceRow:
        limit = self._limits.cell_chars_max
        kept = clipped(" | ".join(cell[:limit] for cell in surplus[: self._limits.columns_max]), limit)
        problem = RowProblem(
            "", "too_many_columns", {"columns": self._width + len(surplus), "limit": self._width}
        )
        return self.checked(SourceRow(number, values, {**extra, SURPLUS: kept}, problem))

    def _is_no_voter(self, values: dict[str, str], extra: dict[str, str]) -> bool:
        if not values:
            return not extra or _is_footer(extra)
        for cells in (extra, values):
            for text in cells.values():
                if text[0] in FOOTER_STARTS and _is_footer(cells) and not _has_name(values):
                    return True
                break
        return values.get(self._first) == self._first_header and all(
            self._headers[name] == text.strip() for name, text in values.items()
        )


def is_footer_text(text: str) -> bool:
    """Tell whether a row is a footer when this is its first text."""
    return _FOOTER.match(text) is not None


def _is_footer(cells: dict[str, str]) -> bool:
    return is_footer_text(next(iter(cells.values())))


def _has_name(values: dict[str, str]) -> bool:
    name = values.get("name", "")
    return bool(name.strip()) and not _NOT_A_NAME.search(name) and not _FOOTER.match(name)
