"""Opening a file as a table of rows, whatever its format: the one door of `intake` to files.

>>> from pathlib import Path
>>> with open_table(Path("roll.csv")) as table:  # doctest: +SKIP
...     for row in table.rows():
...         print(row.number, row.values.get("name"))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from dedup.intake.delimited import DelimitedTable
from dedup.intake.encoding import find_encoding
from dedup.intake.heading import AS_WRITTEN, Columns, check_columns, check_said
from dedup.intake.jsonlines import JsonLinesTable, check_members
from dedup.intake.limits import Limits
from dedup.intake.rows import ColumnMatch, RowProblem, SourceRow, Table
from dedup.intake.sniffing import is_json, sniff
from dedup.intake.workbook import WorkbookTable

__all__ = ["ColumnMatch", "Limits", "RowProblem", "SourceRow", "Table", "open_table"]

_DEFAULT_LIMITS: Final = Limits()


@contextmanager
def open_table(
    path: Path,
    *,
    limits: Limits = _DEFAULT_LIMITS,
    encoding: str | None = None,
    sheet: str | None = None,
    columns: Columns = AS_WRITTEN,
    committee_given: bool = False,
) -> Iterator[Table]:
    """Open a CSV, JSON Lines or workbook file, recognised by its content.

    `encoding` overrules what would be recognised, `sheet` names a workbook's sheet, `columns` headers
    that are not to be read as they are written; `committee_given` says that rows need not name their
    committee. Raises BadInput, before any row is read, for a file that is not a register or not whole;
    single bad rows come as rows with a problem.
    """
    kind = sniff(path, limits)
    if kind in {"zip", "ole"}:
        with closing(WorkbookTable(path, limits, sheet, columns)) as workbook:
            check_said(workbook.columns, columns, path=str(path))
            check_columns(workbook.columns, limits, path=str(path), committee_given=committee_given)
            yield workbook
        return
    codec = find_encoding(path, encoding)
    if is_json(path, codec):
        lines = JsonLinesTable(path, codec, limits, columns)
        check_members(lines, limits, path=str(path), committee_given=committee_given)
        yield lines
        return
    table = DelimitedTable(path, codec, limits, columns)
    check_said(table.columns, columns, path=str(path))
    check_columns(table.columns, limits, path=str(path), committee_given=committee_given)
    yield table
