"""The profiles by name; each is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from matchers.profile import Profile

_PROFILES: Final = {
    "chinese": ("matchers.chinese.profile", "CHINESE"),
    "latin": ("matchers.latin.profile", "LATIN"),
}
PROFILE_NAMES: Final = tuple(_PROFILES)


def profile_of(name: str) -> Profile:
    """Return a profile. Raises KeyError when there is none of that name."""
    module, attribute = _PROFILES[name]
    return cast("Profile", getattr(import_module(module), attribute))
