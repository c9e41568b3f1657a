"""`dedup sample --out DIR`: registers of invented people, with the truth about them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from dedup.cli.session import JsonOption, LanguageOption, print_json, session_of

if TYPE_CHECKING:
    from dedup.sample import FileFormat, SampleRequest


def sample(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write the registers into.")],
    rows: Annotated[int, typer.Option(min=100, max=100_000_000, help="Rows over all registers.")] = 20_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same registers.")] = 1,
    hosts: Annotated[int, typer.Option(min=1, max=12, help="Host districts 流入地.")] = 3,
    file_format: Annotated[
        str, typer.Option("--format", metavar="mixed|csv|xlsx|jsonl", help="Mixed: each committee its own.")
    ] = "mixed",
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write sample registers of invented people and truth.csv. 生成虚构样本。"""
    from dedup.sample import write_sample

    session = session_of(context)
    began = time.monotonic()
    with session.progress() as bars:
        task = bars.add_task(session.say("progress-sample"), total=rows, rate="")

        def show(written: int) -> None:
            rate = written / max(time.monotonic() - began, 1e-9)
            bars.update(task, completed=written, rate=session.say("rate", rows=f"{rate:,.0f}"))

        report = write_sample(_request(out, rows, seed, hosts, file_format), show)
    if json:
        print_json(
            {
                "files": [str(path) for path in report.files],
                "truth": str(report.truth),
                "traps": str(report.traps),
                "rows": report.rows,
                "people": report.people,
                "true_pairs": report.true_pairs,
                "trap_pairs": report.trap_pairs,
            }
        )
        return
    facts = {"rows": f"{report.rows:,}", "people": f"{report.people:,}", "pairs": f"{report.true_pairs:,}"}
    print(session.say("sample-written", folder=str(out), **facts))
    for path in report.files:
        print(f"  {path}")
    print(f"  {report.truth}")
    print(f"  {report.traps}")


def _request(out: Path, rows: int, seed: int, hosts: int, file_format: str) -> SampleRequest:
    from dedup.sample import FileFormat, SampleRequest

    if file_format not in get_args(FileFormat):
        raise typer.BadParameter(f"one of {', '.join(get_args(FileFormat))}", param_hint="--format")
    return SampleRequest(out=out, rows=rows, seed=seed, hosts=hosts, format=cast("FileFormat", file_format))
