"""`dedup store`: set up and migrate the database, copy a store into it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dedup.settings import Settings
    from events.log import EventLog

from dedup.cli.session import JsonOption, LanguageOption, StoreOption, print_json, session_of

app = typer.Typer(no_args_is_help=True, help="Set up, migrate and copy the log. 数据库：建立、升级、复制。")

FromOption = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar="FOLDER", help="Store with the SQLite log to copy; the settings' own if absent."
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="URL",
        help="PostgreSQL to copy into; DEDUP_DATABASE_URL if absent. Its password comes from a file.",
    ),
]


@app.command("migrate")
def migrate(
    context: typer.Context,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Bring the database to this program's schema. 建立或升级数据库结构。"""
    from dedup.database import postgres_options

    session = session_of(context)
    options = postgres_options(session.settings)
    from events.postgres import migrate_postgres

    before, after = migrate_postgres(options)
    if session.settings.database_holds == "all":
        _make_tables(session.settings)
    if json:
        print_json({"before": before, "after": after})
    else:
        print(session.say("store-migrated", before=before, after=after))


@app.command("copy")
def copy(
    context: typer.Context,
    source: FromOption = None,
    to: ToOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Copy an SQLite store's log into PostgreSQL, and prove that both hold the same. 复制并核对。

    A copy that was interrupted goes on where it was. Nothing may write to the store meanwhile.
    """
    from dedup.audit.copying import copy_log
    from dedup.database import LOG_FILE, postgres_options
    from dedup.errors import BadRequest

    session = session_of(context)
    folder = source or session.settings.store
    if not (folder / LOG_FILE).is_file():
        raise BadRequest("store-missing", store=str(folder))
    options = postgres_options(session.settings, to)
    from events.postgres import migrate_postgres, open_postgres_log
    from events.sqlite import open_sqlite_log

    migrate_postgres(options)
    with (
        closing(open_sqlite_log(folder / LOG_FILE)) as old,
        closing(open_postgres_log(options)) as new,
        session.progress() as bars,
    ):
        task = bars.add_task(session.say("store-copying"), total=None, rate="")
        copied = copy_log(old, new, lambda reached, head: bars.update(task, completed=reached, total=head))
        accounts = _copy_secrets(folder, new) if session.settings.database_holds == "all" else 0
    if json:
        print_json(
            {
                "events": copied.events,
                "position": copied.position,
                "consumers": copied.consumers,
                "accounts": accounts,
                "stored_sha256": copied.stored_digest,
                "digest": copied.digest.whole,
            }
        )
    else:
        facts = {"events": f"{copied.events:,}", "position": f"{copied.position:,}"}
        print(session.say("store-copied", **facts, digest=copied.digest.whole, stored=copied.stored_digest))
        print(session.say("secrets-copied", accounts=accounts))


def _make_tables(settings: Settings) -> None:
    """Make the tables beside the log, so that the programs themselves need no right to make any."""
    from dedup.access.secrets import SecretStore
    from dedup.api.idempotency import Repeats
    from dedup.database import open_log, open_tables
    from dedup.views.cases import open_case_view
    from dedup.web.saved_views import SavedViews

    with closing(open_log(settings)) as log:
        open_case_view(open_tables(settings, log, "views"))
        SecretStore(open_tables(settings, log, "access"))
        Repeats(open_tables(settings, log, "answers"))
        SavedViews(open_tables(settings, log, "desk"))


def _copy_secrets(folder: Path, target: EventLog) -> int:
    """Copy passwords and tokens of a store's accounts to where a log is; return of how many."""
    from dedup.access.secrets import copy_secrets
    from dedup.tables.postgres import PostgresTables
    from dedup.tables.sqlite import file_tables
    from events.postgres import datastore_of

    file = folder / "access.sqlite"
    if not file.is_file():
        return 0
    with closing(file_tables(file, durable=True)) as source:
        return copy_secrets(source, PostgresTables(datastore_of(target), "access", durable=True))
