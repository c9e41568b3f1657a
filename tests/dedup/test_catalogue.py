from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import (
    Message,
    MessageReference,
    Placeable,
    Term,
    TermReference,
    VariableReference,
)
from fluent.syntax.visitor import Visitor

import dedup
from dedup.catalogue import LANGUAGES, Language, MissingMessage, _sources, say

FOLDER = Path(dedup.__file__).parent / "catalogue"


class Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


class References(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_TermReference(self, node: TermReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def messages(language: Language) -> dict[str, set[str]]:
    """Return the messages of a language, each with the facts that it takes."""
    found: dict[str, set[str]] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                variables = Variables()
                variables.visit(entry)
                assert entry.id.name not in found, f"{entry.id.name} is said twice in {language}"
                found[entry.id.name] = variables.names
    return found


def test_both_languages_say_the_same_messages_with_the_same_facts() -> None:
    assert messages("zh") == messages("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_can_be_read_alone(language: Language) -> None:
    entries = {
        entry.id.name: entry
        for path in (FOLDER / language).glob("*.ftl")
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body
        if isinstance(entry, Message | Term)
    }
    alone = {name: FluentParser().parse(text).body for name, text in _sources(language).items()}
    assert alone.keys() == entries.keys()
    for name, entry in entries.items():
        (read,) = alone[name]
        assert read.equals(entry, ignored_fields=["span", "comment"]), name
        references = References()
        references.visit(entry)
        assert references.names == set(), f"{name} refers to other messages, which are not read with it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_catalogue_is_unreadable(language: Language) -> None:
    for path in (FOLDER / language).glob("*.ftl"):
        junk = [
            e
            for e in FluentParser().parse(path.read_text(encoding="utf-8")).body
            if type(e).__name__ == "Junk"
        ]
        assert junk == [], path
    assert Placeable is not None


def error_codes() -> set[str]:
    """Find the codes of all errors that the code raises for users."""
    classes = {"DedupError", "BadInput", "BadRequest", "Conflict", "Unavailable", "CorruptLog"}
    codes: set[str] = set()
    for path in Path(dedup.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes
            if named and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                codes.add(str(node.args[0].value))
    return codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_words_and_a_remedy(language: Language) -> None:
    said = messages(language)
    missing = [
        f"{kind}-{code}"
        for code in error_codes()
        for kind in ("error", "remedy")
        if f"{kind}-{code}" not in said
    ]
    assert missing == []


def test_english_messages_hold_no_chinese() -> None:
    for path in (FOLDER / "en").glob("*.ftl"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("#"):
                outside_quotes = re.sub(r"\([^)]*\)|\"[^\"]*\"|“[^”]*”", "", line)
                assert not re.search(r"[\u4e00-\u9fff]", outside_quotes), f"{path.name}:{number}: {line}"


def test_a_message_is_said_with_its_facts() -> None:
    assert say("en", "rate", rows="1,234") == "1,234 rows/s"
    assert say("zh", "outcome-not_same") == "不是同一人"


def test_a_message_that_does_not_exist_or_lacks_a_fact_is_our_fault() -> None:
    with pytest.raises(MissingMessage):
        say("zh", "no-such-message")
    with pytest.raises(MissingMessage):
        say("zh", "rate")
