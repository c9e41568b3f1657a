"""Which kind of file it is, by its first bytes; names lie. What cannot be a register is refused here."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final, Literal

from dedup.errors import BadInput
from dedup.intake.limits import Limits

Kind = Literal["text", "zip", "ole"]

_HEAD_BYTES: Final = 4_096
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPRESSED: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}
_BINARY: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
    b"SQLite format 3": "SQLite",
    b"PAR1": "Parquet",
    b"{\\rtf": "RTF",
}
_MARKUP: Final = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"<workbook")


def sniff(path: Path, limits: Limits) -> Kind:
    """Return the kind of file. Raises BadInput when it is missing, empty, too large or of a wrong kind."""
    head = _head(path, limits)
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    for code, signatures in (("file-compressed", _COMPRESSED), ("file-binary", _BINARY)):
        for signature, kind in signatures.items():
            if head.startswith(signature):
                raise BadInput(code, path=str(path), kind=kind)
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if text[:16].lower().startswith(_MARKUP):
        raise BadInput("file-html", path=str(path))
    if not text:
        raise BadInput("file-empty", path=str(path))
    return "text"


def is_json(path: Path, encoding: str) -> bool:
    """Tell whether a text file holds JSON objects. Raises BadInput when they are wrapped in an array."""
    with path.open(encoding=encoding, errors="replace") as file:
        text = file.read(_HEAD_BYTES).lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        raise BadInput("file-json-array", path=str(path))
    return text.startswith("{")


def _head(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadInput("file-is-directory", path=str(path))
        if not stat.S_ISREG(status.st_mode):
            raise BadInput("file-not-regular", path=str(path))
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise BadInput("file-missing", path=str(path)) from None
    except OSError as error:
        raise BadInput("file-unreadable", path=str(path), detail=error.strerror or str(error)) from None
    if not head:
        raise BadInput("file-empty", path=str(path))
    if status.st_size > limits.file_bytes_max:
        limit = limits.file_bytes_max // 1024**2
        raise BadInput("file-too-large", path=str(path), size=status.st_size // 1024**2, limit=limit)
    return head
