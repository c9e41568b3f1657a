"""Settings: environment variables `DEDUP_*` and a `.env` file; an unknown one is an error, not a surprise."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict

from dedup.catalogue import Language
from dedup.kafka_settings import KafkaSettings


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _folders(value: object) -> object:
    return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value


class Settings(KafkaSettings):
    """What may differ from one installation to another."""

    model_config = SettingsConfigDict(
        env_prefix="DEDUP_", env_file=".env", env_file_encoding="utf-8", frozen=True, extra="forbid"
    )

    store: Path = Path("dedup-store")
    """Folder that holds the log and what is derived from it."""
    cycle: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,31}$")] = "2026"
    """The re-election round 换届 that files are imported into."""
    previous_cycle: Annotated[str, Field(pattern=r"^([0-9A-Za-z][0-9A-Za-z_.-]{0,31})?$")] = ""
    """The round before, where its rolls are in the store: whom the host had then, it may keep."""
    actor: Annotated[str, Field(min_length=1, max_length=100)] = Field(default_factory=_login_name)
    """Who acts, where a command does not say it."""
    language: Language = "zh"
    """Language of what is said to people."""
    batch_rows: Annotated[int, Field(ge=1, le=50_000)] = 5_000
    """Rows of a file in one append."""
    batch_size: Annotated[int, Field(ge=1, le=50_000)] = 5_000
    """Registrations in one micro-batch of the projector."""
    matching: Literal["embedded", "spread"] = "embedded"
    """Who matches what arrives: the service itself, or workers over Kafka."""
    profile: Literal["chinese", "latin"] | None = None
    """How registers are read and compared: chinese unless said otherwise. A store's first model fixes it."""
    font_folders: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = ()
    """Folders searched first for the fonts of letters, divided as PATH is."""
    workers: Annotated[int, Field(ge=0, le=64)] = Field(default_factory=_usable_cores)
    """Processes that prepare files and code registrations; 0 or 1 leaves all the work to one."""
    database_url: SecretStr | None = None
    """PostgreSQL that holds the log; an SQLite file in the store when there is none."""
    database_url_file: Path | None = None
    """File that holds the URL, where secrets are mounted as files."""
    database_holds: Literal["all", "log"] = "all"
    """What lies in that database: also read model, accounts' secrets and kept answers, or the log alone."""
    database_password_file: Path | None = None
    """File that holds the password alone."""
    database_pool_size: Annotated[int, Field(ge=1, le=100)] = 4
    """Connections kept open."""
    database_pool_size_max: Annotated[int, Field(ge=1, le=500)] = 16
    """Connections at most."""
    database_connect_timeout_s: Annotated[int, Field(ge=1, le=300)] = 10
    """How long a caller waits for a connection."""
    database_statement_timeout_s: Annotated[float, Field(ge=0.1, le=3600)] = 60.0
    """How long one statement may take."""
    database_lock_timeout_s: Annotated[float, Field(ge=0.1, le=3600)] = 30.0
    """How long a writer waits for another one."""
