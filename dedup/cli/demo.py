"""`dedup demo`: the whole job on sample registers, from files to the replay digest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.serve import PORT
from dedup.cli.session import LanguageOption, session_of
from dedup.errors import Exit


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for all of it.")] = Path("demo"),
    rows: Annotated[int, typer.Option(min=1_000, max=1_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = 2026,
    serve: Annotated[
        bool, typer.Option("--serve", help="Then serve the reviewers' desk 随后打开审核工作台.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Of the desk 端口.")] = PORT,
    lang: LanguageOption = None,
) -> None:
    """Show the whole job on registers of invented people. 演示全流程。"""
    from dedup.cli.demonstration import demonstrate

    session = session_of(context)
    session.override(store=out / "store")
    if not demonstrate(session, out, rows, seed):
        raise typer.Exit(Exit.INTEGRITY)
    if serve:
        from dedup.cli.demo_desk import open_desk

        open_desk(session, port)
