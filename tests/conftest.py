"""What all tests share: properties are searched without a stop-watch, because machines are noisy."""

from __future__ import annotations

from hypothesis import settings

from tests.broker.fixtures import bootstrap, own_broker, secured

__all__ = ["bootstrap", "own_broker", "secured"]

settings.register_profile("unhurried", deadline=None, print_blob=True)
settings.load_profile("unhurried")
