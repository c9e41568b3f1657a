from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dedup.api.world import Served, served


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "store") as opened:
        yield opened
