"""Every sentence that the product says to a person, in Chinese and English, by message id.

The texts are Project Fluent files, one folder a language, one file a subject. Code names a message by
its id and hands over facts; it never builds a sentence itself.

>>> say("en", "outcome-host_keeps")
'host keeps'
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

from fluent.runtime import FluentBundle, FluentResource

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_LOCALES: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}
_FOLDER = Path(__file__).parent
_MESSAGE: Final = re.compile(r"^(?P<id>[a-zA-Z][\w-]*) *=.*(?:\n(?![a-zA-Z#-]).*)*", re.MULTILINE)
"""A message up to the next one or a comment. None refers to another one, so each can be read alone."""


class MissingMessage(LookupError):
    """A message id that a language's catalogue lacks: our fault."""


@cache
def _sources(language: Language) -> dict[str, str]:
    """Return every message of a language as it is written, by its id."""
    texts = (path.read_text(encoding="utf-8") for path in (_FOLDER / language).glob("*.ftl"))
    return {found["id"]: found[0] for text in texts for found in _MESSAGE.finditer(text)}


@cache
def _bundle(language: Language) -> FluentBundle:
    """Return one language's messages: those that were said before."""
    return FluentBundle([_LOCALES[language]], use_isolating=False)


def _parsed(language: Language, message_id: str) -> FluentBundle:
    """Return a bundle that holds a message, parsed when it is first said: no command says most of them.

    Raises MissingMessage when the catalogue lacks it.
    """
    messages = _bundle(language)
    if not messages.has_message(message_id):
        if not has_message(language, message_id):
            raise MissingMessage(f"catalogue {language} has no message {message_id!r}")
        messages.add_resource(FluentResource(_sources(language)[message_id]))
    return messages


def has_message(language: Language, message_id: str) -> bool:
    """Tell whether a language's catalogue holds a message."""
    return message_id in _sources(language)


@cache
def ids_beginning(prefix: str) -> tuple[str, ...]:
    """Return the ids of all messages that begin so, in order."""
    return tuple(sorted(name for name in _sources(LANGUAGES[0]) if name.startswith(prefix)))


@lru_cache(maxsize=4096)
def _format(language: Language, message_id: str, facts: tuple[tuple[str, str | float], ...]) -> str:
    messages = _parsed(language, message_id)
    pattern = messages.get_message(message_id).value
    if pattern is None:
        raise MissingMessage(f"message {message_id!r} has no text in catalogue {language}")
    text, errors = messages.format_pattern(pattern, dict(facts))
    if errors:
        raise MissingMessage(f"message {message_id!r} in {language}: {errors[0]}")
    return str(text)


def text_of(language: Language, message_id: str) -> str:
    """Return a message with … in the place of each fact; empty when there is no such message."""
    if not has_message(language, message_id):
        return ""
    messages = _parsed(language, message_id)
    pattern = messages.get_message(message_id).value
    return str(messages.format_pattern(pattern, dict(_unsaid()))[0]) if pattern is not None else ""


@cache
def _unsaid() -> dict[str, str]:
    texts = "".join(_sources(LANGUAGES[0]).values())
    return dict.fromkeys(re.findall(r"\$([\w-]+)", texts), "…")


def say(language: Language, message_id: str, **facts: str | float) -> str:
    """Return a message in a language, with its facts filled in.

    Raises MissingMessage when the catalogue lacks the message or one of its facts.
    """
    return _format(language, message_id, tuple(sorted(facts.items())))
