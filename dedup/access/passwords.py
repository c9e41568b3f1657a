"""Passwords: argon2id, with parameters that are stated and can be raised."""

from __future__ import annotations

import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dedup.errors import BadRequest

LENGTH_MIN: Final = 12
LENGTH_MAX: Final = 200
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
"""Second choice of RFC 9106, 64 MiB and three passes, on one lane: about 0.1 s on an office server's core."""
_AT_ONCE: Final = threading.BoundedSemaphore(4)
"""Hashes made at once: a flood of sign-ins waits in line instead of taking all memory."""


def hash_password(password: str) -> str:
    """Return the hash of a password. Raises BadRequest for one that is too short or too long."""
    if not LENGTH_MIN <= len(password) <= LENGTH_MAX:
        raise BadRequest("password-length", length=len(password), length_max=LENGTH_MAX, limit=LENGTH_MIN)
    with _AT_ONCE:
        return _HASHER.hash(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Tell whether a password is the one that was hashed; an account without one takes as long to refuse."""
    nobodys = _nobodys()
    try:
        with _AT_ONCE:
            _HASHER.verify(stored or nobodys, password[:LENGTH_MAX])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None and len(password) <= LENGTH_MAX


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    """Return a hash that stands in for a missing one; whoever is checked first waits for it, known or not."""
    return _HASHER.hash("nobody's password, checked so that an unknown account takes as long")
