"""`dedup import FILE…`: take registers into the log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.session import (
    ActorOption,
    CycleOption,
    JsonOption,
    LanguageOption,
    StoreOption,
    print_json,
    session_of,
)
from dedup.errors import BadRequest, Exit

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV, XLSX or JSON Lines.")]
CommitteeOption = Annotated[
    str, typer.Option("--committee", metavar="CODE", help="Division code 区划代码 of rows that name none.")
]
LevelOption = Annotated[
    str, typer.Option("--level", metavar="county|township", help="Level 层级 of rows that name none.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding, where it cannot be recognised.")
]
SheetOption = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook that holds several registers."),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="HEADER=COLUMN",
        help="What a header is, where it is not recognised; nothing after = for none. "
        "Remembered for --committee. 表头对应。",
    ),
]
RejectsOption = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="DIR", help="Folder for rejected rows [default: in the store]."),
]


def import_files(
    context: typer.Context,
    files: FilesArgument,
    committee: CommitteeOption = "",
    level: LevelOption = "",
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    column: ColumnOption = None,
    rejects: RejectsOption = None,
    cycle: CycleOption = None,
    by: ActorOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Import registers into the store's log. 导入选民登记文件。"""
    from dedup.cli.stages import FileDefaults, import_all, note_refusals, print_imports

    session = session_of(context)
    with session.open(create=True) as service:
        folder = rejects or session.settings.store / "rejects"
        defaults = FileDefaults(committee, level, encoding, sheet, _columns(column))
        imported, refused = import_all(session, service, files, defaults, folder)
        if json:
            print_json(
                {
                    "files": [item.as_json() for item in imported],
                    "refused": [{"code": error.code, **error.facts} for error in refused],
                    "head": service.log.head(),
                }
            )
        elif imported:
            print_imports(session, imported)
    note_refusals(session, refused)
    if refused:
        raise typer.Exit(Exit.BAD_INPUT)


def _columns(given: list[str] | None) -> dict[str, str] | None:
    """Read what was said of headers. Raises BadRequest when it is no pair."""
    if not given:
        return None
    pairs = [pair.rpartition("=") for pair in given]
    for pair, (header, _, _) in zip(given, pairs, strict=True):
        if not header.strip():
            raise BadRequest("mapping-not-a-pair", given=pair)
    return {header.strip(): column.strip() for header, _, column in pairs}
