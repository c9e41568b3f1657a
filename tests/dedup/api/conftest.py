from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.settings import Settings
from tests.dedup.api.world import Served, served


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "store") as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return the settings of a store of either engine."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    return Settings.model_validate({"store": tmp_path / "store", "database_url": url, "workers": 0})
