"""How much of anything a file may hold: every bound of the importer, with its reason.

A register from a committee is far below each of these; what is above is damaged or hostile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB
GIB: Final = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. The defaults fit a register of ten million voters."""

    file_bytes_max: int = 4 * GIB
    """Ten million rows of 400 bytes."""
    record_chars_max: int = 128 * KIB
    """One row: 30 cells at their longest. Also the field limit of the standard library's CSV reader."""
    record_lines_max: int = 100
    """Lines in one quoted CSV row. A quote that is never closed would otherwise swallow the file."""
    columns_max: int = 256
    """Excel 97's width; real templates have fewer than 60 columns."""
    header_chars_max: int = 200
    """A header that is longer is a title or a sentence."""
    cell_chars_max: int = 4_000
    """The longest note 备注 worth keeping; Excel itself stops at 32,767."""
    header_rows_max: int = 20
    """Rows above which the header must stand: titles, legends and dates rarely need ten."""
    json_depth_max: int = 16
    """An interchange object is flat; what is deeper is not read but by a parser's stack."""
    archive_entries_max: int = 2_000
    """Parts of a workbook; one with 200 sheets has some 600."""
    archive_bytes_max: int = 1 * GIB
    """A workbook's parts unpacked: 1,048,576 rows (Excel's last) of 16 cells."""
    archive_ratio_max: int = 100
    """Sheets pack 5 to 30 times; deflate's own end, which bombs use, is 1,032."""
    archive_ratio_from_bytes: int = 1 * MIB
    """Parts that are smaller unpacked may pack as they like."""
    child_memory_bytes: int = 2 * GIB
    """Address space of the process that reads a workbook: a million rows need some 1.5 GiB."""
    child_cpu_s: int = 120
    """Processor time of that process: a million rows need some 40 s."""
    sheets_max: int = 64
    """Sheets that are looked through for a register."""
