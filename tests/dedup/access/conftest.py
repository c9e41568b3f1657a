from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dedup.access.door import Door


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
