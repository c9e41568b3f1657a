"""The directory of a zip file, checked before anything in it is unpacked.

A workbook is a zip of XML parts. Bombs, encrypted and damaged archives, and zips that are no workbooks are
told apart here by their directory alone; what the directory lies about is left to the reading child's bounds.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from dedup.errors import BadInput
from dedup.intake.limits import KIB, Limits

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_COMMENT_BYTES_MAX: Final = 65_535
_DIRECTORY_BYTES_PER_ENTRY_MAX: Final = 1 * KIB
_ENCRYPTED: Final = 0x1
_KINDS: Final = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


def check_archive(path: Path, limits: Limits) -> str:
    """Return which kind of workbook the zip holds. Raises BadInput when it holds none, or too much."""
    _check_end(path, limits)
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise BadInput("workbook-unreadable", path=str(path)) from None
    _check_parts(path, parts, limits)
    names = {part.filename for part in parts}
    kind = next((kind for name, kind in _KINDS.items() if name in names), None)
    if kind is None:
        raise BadInput("file-compressed", path=str(path), kind="zip")
    return kind


def _check_end(path: Path, limits: Limits) -> None:
    """Check the directory's size before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_BYTES - _COMMENT_BYTES_MAX))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise BadInput("workbook-unreadable", path=str(path))
    entries, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    allowed = limits.archive_entries_max * _DIRECTORY_BYTES_PER_ENTRY_MAX
    if entries > limits.archive_entries_max or directory_bytes > allowed:
        raise BadInput("workbook-bomb", path=str(path))


def _check_parts(path: Path, parts: Sequence[ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.archive_entries_max or len({part.filename for part in parts}) < len(parts):
        raise BadInput("workbook-bomb", path=str(path))
    unpacked = sum(part.file_size for part in parts)
    packed = min(sum(part.compress_size for part in parts), path.stat().st_size)
    if unpacked > limits.archive_bytes_max or _is_bomb(unpacked, packed, limits):
        raise BadInput("workbook-bomb", path=str(path))
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            raise BadInput("workbook-password", path=str(path))
        if part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/"):
            raise BadInput("workbook-unreadable", path=str(path))
        if _is_bomb(part.file_size, part.compress_size, limits):
            raise BadInput("workbook-bomb", path=str(path))


def _is_bomb(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > limits.archive_ratio_from_bytes and unpacked > packed * limits.archive_ratio_max
