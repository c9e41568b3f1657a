"""Where the log is: an SQLite file in the store, or the PostgreSQL that the settings name.

The tables beside the log (read model, secrets, kept answers) are where the log is, so that several servers
share them, unless the settings leave them in the store. What is derived from a log in PostgreSQL and kept in
the store goes to a folder under the log's own identity, so that a store pointed at another database starts
afresh instead of showing the cases of the first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from dedup.errors import BadRequest, Unavailable
from dedup.settings import Settings
from dedup.tables import Tables
from dedup.tables.sqlite import file_tables
from events.log import EventLog, LogUnavailable
from events.sqlite import open_sqlite_log

if TYPE_CHECKING:
    from events.postgres_connections import PostgresOptions

LOG_FILE: Final = "log.sqlite"
Part = Literal["views", "access", "answers", "desk"]
"""What is kept in tables beside the log: each in a file `<part>.sqlite`, or in the database."""
_DURABLE: Final = frozenset({"access", "desk"})
"""What the log cannot give back."""
_SECRET_BYTES_MAX: Final = 4_096


def is_postgres(settings: Settings) -> bool:
    """Tell whether the settings name a database."""
    return settings.database_url is not None or settings.database_url_file is not None


def open_log(settings: Settings, *, create: bool = False) -> EventLog:
    """Open the settings' log.

    An empty database is set up when `create` is given; one of an older version is migrated by command only.
    Raises Unavailable when it cannot be opened.
    """
    try:
        if not is_postgres(settings):
            return open_sqlite_log(settings.store / LOG_FILE)
        return _open_in_database(postgres_options(settings), create=create)
    except LogUnavailable as error:
        raise Unavailable("store-unavailable", detail=str(error)) from None


def derived_folder(settings: Settings, log: EventLog) -> Path:
    """Return the folder for what is derived from the log; it exists."""
    if not is_postgres(settings):
        return settings.store
    from events.postgres import identity_of

    folder = settings.store / f"of-{identity_of(log)}"
    folder.mkdir(exist_ok=True)
    return folder


def open_tables(settings: Settings, log: EventLog, part: Part) -> Tables:
    """Open the tables of a part beside the settings' log. Raises Unavailable when they cannot be opened."""
    durable = part in _DURABLE
    if is_postgres(settings) and settings.database_holds == "all":
        from dedup.tables.postgres import PostgresTables
        from events.postgres import datastore_of

        return PostgresTables(datastore_of(log), part, durable=durable)
    folder = derived_folder(settings, log) if part == "views" else settings.store
    return file_tables(folder / f"{part}.sqlite", durable=durable)


def postgres_options(settings: Settings, url: str | None = None) -> PostgresOptions:
    """Return how to connect to a database, the settings' own unless another is given.

    Raises BadRequest when none is named, a secret's file cannot be read, or the extra is not installed.
    """
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        from events.postgres_connections import PostgresOptions
    except ImportError:
        raise BadRequest("postgres-not-installed") from None
    if url is None:
        url = _url(settings)
    try:
        conninfo_to_dict(url)
    except ProgrammingError:
        # The reason would quote the URL, and with it the password.
        raise BadRequest("database-url-malformed") from None
    password = settings.database_password_file
    return PostgresOptions(
        url,
        password=secret_in(password) if password else None,
        pool_size=settings.database_pool_size,
        pool_size_max=settings.database_pool_size_max,
        connect_timeout_s=settings.database_connect_timeout_s,
        statement_timeout_s=settings.database_statement_timeout_s,
        lock_timeout_s=settings.database_lock_timeout_s,
    )


def _url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    if settings.database_url_file is not None:
        return secret_in(settings.database_url_file)
    raise BadRequest("database-missing")


def secret_in(path: Path) -> str:
    """Return the secret that a file holds, where secrets are mounted as files. Raises BadRequest for none."""
    try:
        with path.open(encoding="utf-8") as file:
            secret = file.read(_SECRET_BYTES_MAX).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest("secret-unreadable", path=str(path), detail=str(error)) from None
    if not secret:
        raise BadRequest("secret-unreadable", path=str(path), detail="empty")
    return secret


def _open_in_database(options: PostgresOptions, *, create: bool) -> EventLog:
    from events.postgres import migrate_postgres, open_postgres_log
    from events.postgres_schema import SchemaDiffers

    try:
        return open_postgres_log(options)
    except SchemaDiffers as differs:
        if differs.found or not create:
            raise
    migrate_postgres(options)
    return open_postgres_log(options)
