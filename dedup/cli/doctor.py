"""`dedup doctor`: is the store sound, is everything projected, is the model still fit for the rolls?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dedup.cli.session import JsonOption, LanguageOption, StoreOption, print_json, print_table, session_of
from dedup.errors import Exit

if TYPE_CHECKING:
    from dedup.audit.checkup import Finding


def doctor(
    context: typer.Context,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check the program and its store. 自检。

    Exit code 6 when the store is damaged, 1 when something needs attention.
    """
    from dedup.audit.checkup import examine

    session = session_of(context)
    findings = examine(session.settings)
    if json:
        print_json([finding.as_json(session.language) for finding in findings])
    else:
        headers = [session.say(f"header-{name}") for name in ("check", "verdict", "detail")]
        print_table(headers, [_row(session.language, finding) for finding in findings])
    raise typer.Exit(_exit_code(findings))


def _row(language: str, finding: Finding) -> tuple[str, str, str]:
    spoken = finding.as_json("en" if language == "en" else "zh")
    return (
        str(spoken["name"]),
        {"ok": "✓", "attention": "!", "damaged": "✗"}[finding.verdict],
        spoken["detail"],
    )


def _exit_code(findings: list[Finding]) -> Exit:
    verdicts = {finding.verdict for finding in findings}
    if "damaged" in verdicts:
        return Exit.INTEGRITY
    return Exit.FAILURE if "attention" in verdicts else Exit.OK
