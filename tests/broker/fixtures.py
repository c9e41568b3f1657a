"""Brokers for tests: the session's, one that a test may kill, one that asks for TLS and a password."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.artefacts import NoBroker
from tests.broker.broker import Broker
from tests.broker.cluster import Cluster
from tests.broker.keeper import shared_broker
from tests.broker.secure import SecureBroker, secure_broker


def _without(error: NoBroker) -> None:
    """Skip where a broker is a convenience, fail where it is expected: nobody reads a skip in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"no broker: {error}", pytrace=False)
    pytest.skip(f"no broker: {error}")


@pytest.fixture(scope="session")
def bootstrap(tmp_path_factory: pytest.TempPathFactory) -> str:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    try:
        return shared_broker(shared / "broker", os.getpid())
    except NoBroker as error:
        _without(error)
        raise


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    try:
        broker = Broker(tmp_path / "broker")
        broker.start()
    except NoBroker as error:
        _without(error)
        raise
    yield broker
    broker.kill()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    try:
        three = Cluster(tmp_path / "brokers")
        three.start()
    except NoBroker as error:
        _without(error)
        raise
    yield three
    three.kill()


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureBroker]:
    try:
        secure = secure_broker(tmp_path_factory.mktemp("secure"))
        secure.broker.start()
    except NoBroker as error:
        _without(error)
        raise
    yield secure
    secure.broker.kill()
