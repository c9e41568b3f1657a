"""What every command shares: settings with the command's own overrides, language, output, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from dedup.bootstrap import Service, open_service
from dedup.catalogue import LANGUAGES, Language, say
from dedup.errors import BadRequest
from dedup.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(slots=True)
class Session:
    """One run of the program."""

    settings: Settings = field(default_factory=Settings)
    store_given: bool = False
    """Whether the user named the store, by option or by environment."""

    def __post_init__(self) -> None:
        self.store_given = "store" in self.settings.model_fields_set

    @property
    def language(self) -> Language:
        """Return the language to speak."""
        return self.settings.language

    def override(self, **values: object) -> None:
        """Let a command's options go before the settings; None leaves a setting alone.

        Raises BadRequest for a value that a setting cannot take.
        """
        given = {name: value for name, value in values.items() if value is not None}
        try:
            self.settings = Settings.model_validate({**self.settings.model_dump(), **given})
        except ValidationError as error:
            raise bad_setting(error) from None

    def open(self, *, create: bool = False) -> AbstractContextManager[Service]:
        """Open the store."""
        return open_service(self.settings, create=create)

    def say(self, message_id: str, **facts: str | float) -> str:
        """Return a message in the session's language."""
        return say(self.language, message_id, **facts)

    def note(self, message_id: str, **facts: str | float) -> None:
        """Tell the user something on standard error."""
        print(self.say(message_id, **facts), file=sys.stderr)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show progress bars on standard error while a terminal is watching."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
            yield bars


def bad_setting(error: ValidationError) -> BadRequest:
    """Return the error that names the first setting at fault."""
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    return BadRequest("setting-invalid", name=name, value=str(first["input"]), detail=first["msg"])


def print_json(document: object) -> None:
    """Write one JSON document to standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int | None = None) -> None:
    """Write a plain table to standard output, columns aligned for wide characters too.

    The first `texts` columns are words and stand to the left, the others are figures; None: all are words.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, header in enumerate(headers):
        is_text = texts is None or place < texts
        table.add_column(header, overflow="fold", justify="left" if is_text else "right")
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, emoji=False, width=200)
    console.print(table)


def print_facts(facts: Mapping[str, Any]) -> None:
    """Write labelled values to standard output, one a line."""
    for label, value in facts.items():
        print(f"{label}: {value}")


def session_of(context: typer.Context) -> Session:
    """Return the run's session."""
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("the command was started without a session")
    return session


def _set_language(context: typer.Context, value: str | None) -> str | None:
    session_of(context).override(language=value)
    return value


def _set_store(context: typer.Context, value: Path | None) -> Path | None:
    session = session_of(context)
    session.override(store=value)
    session.store_given = session.store_given or value is not None
    return value


def _set_actor(context: typer.Context, value: str | None) -> str | None:
    session_of(context).override(actor=value)
    return value


def _set_cycle(context: typer.Context, value: str | None) -> str | None:
    session_of(context).override(cycle=value)
    return value


def _set_profile(context: typer.Context, value: str | None) -> str | None:
    session_of(context).override(profile=value)
    return value


def _known_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}")
    return value


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="zh|en", help="Language 语言.", callback=_set_language, parser=_known_language
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Folder of the store 数据目录.", callback=_set_store),
]
ActorOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who acts 操作人.", callback=_set_actor)
]
CycleOption = Annotated[
    str | None,
    typer.Option("--cycle", metavar="NAME", help="Re-election round 换届.", callback=_set_cycle),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="chinese|latin",
        help="How registers are read and compared 比对方案.",
        callback=_set_profile,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
