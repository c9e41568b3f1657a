"""What the process loads that workers are forked from: one module a profile, loaded by its name."""

from __future__ import annotations

import dedup.projector.crew  # noqa: F401 - what workers do, and all that it needs
from matchers import profile_of


def get_ready(profile: str) -> None:
    """Load a profile and all its tables."""
    loaded = profile_of(profile)
    loaded.code(loaded.examples)
