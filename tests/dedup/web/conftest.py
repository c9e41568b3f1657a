from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.dedup.web.place import Place, opened_browser, opened_place

expect.set_options(timeout=30_000)
"""Milliseconds that a page has to come to what is expected: machines that test are slow and shared."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with opened_place(tmp_path_factory.mktemp("site")) as opened:
        yield opened
