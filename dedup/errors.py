"""Errors that reach a user: whose fault, which message, which exit code.

An error carries a message id and facts, so that every edge (CLI now, HTTP later) can say it in the user's
language. The catalogue holds `error-<code>` (what happened) and `remedy-<code>` (what to do) for each.
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from typing import ClassVar

from dedup.catalogue import Language, say


class Exit(IntEnum):
    """Exit codes of the command line; documented in README and stable."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    BAD_INPUT = 3
    CONFLICT = 4
    UNAVAILABLE = 5
    INTEGRITY = 6


class DedupError(Exception):
    """Something a user must be told: `code` names the messages, `facts` fill them in."""

    exit_code: ClassVar[Exit] = Exit.FAILURE

    def __init__(self, code: str, /, **facts: str | float) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error pass from one process to another with its facts."""
        return partial(type(self), self.code, **self.facts), ()

    def message(self, language: Language) -> str:
        """Say what happened."""
        return say(language, f"error-{self.code}", **self.facts)

    def remedy(self, language: Language) -> str:
        """Say what to do about it."""
        return say(language, f"remedy-{self.code}", **self.facts)

    def __str__(self) -> str:
        return f"{self.message('en')} {self.remedy('en')}"


class BadInput(DedupError):
    """The file or message is at fault; nothing of it was taken beyond what a rerun completes."""

    exit_code = Exit.BAD_INPUT


class BadRequest(DedupError):
    """The caller asked for something that does not exist or is not allowed in this state."""

    exit_code = Exit.USAGE


class Conflict(DedupError):
    """Somebody else changed the same thing first: reload and try again."""

    exit_code = Exit.CONFLICT


class Unavailable(DedupError):
    """The store cannot be reached or written just now."""

    exit_code = Exit.UNAVAILABLE


class CorruptLog(DedupError):
    """The log or what was derived from it is not what it should be: stop, do not guess."""

    exit_code = Exit.INTEGRITY
