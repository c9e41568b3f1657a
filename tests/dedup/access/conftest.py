from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dedup.access.secrets import copy_secrets
from dedup.tables.sqlite import file_tables
from tests.dedup.access.door import Door
from tests.engines import Opening


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make accounts once: their passwords are hashed slowly on purpose."""
    folder = tmp_path_factory.mktemp("staffed")
    Door(folder).staffed().close()
    return folder


@pytest.fixture
def door(staffed: Path, tmp_path: Path) -> Iterator[Door]:
    made = Door(shutil.copytree(staffed, tmp_path / "store"))
    yield made
    made.close()


@pytest.fixture
def either_door(staffed: Path, tmp_path: Path, open_tables: Opening) -> Iterator[Door]:
    """Open the door twice, with the secrets in a file and in PostgreSQL."""
    tables = open_tables("access")
    with closing(file_tables(staffed / "access.sqlite", durable=True)) as old:
        copy_secrets(old, tables)
    made = Door(shutil.copytree(staffed, tmp_path / "store"), tables)
    yield made
    made.close()
