"""The style, as far as a program can check it: sizes, folders, dead files, packages that ship."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("dedup", "events", "matchers")
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 50
BANNED_WORDS = ("utils", "helper", "manager", "misc", "common")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from its first statement on: the signature and docstring explain, not do."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or first.lineno) - first.lineno + 1


@pytest.mark.parametrize("path", list(sources(*PACKAGES)), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_read_at_a_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_MAX


@pytest.mark.parametrize("path", list(sources(*PACKAGES)), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_can_be_seen_whole(path: Path) -> None:
    long = {f.name: lines_of_code(f) for f in functions(path) if lines_of_code(f) > FUNCTION_LINES_MAX}
    assert long == {}


def test_no_file_is_named_for_nothing() -> None:
    named = [p for p in sources(*PACKAGES) if any(word in p.stem for word in BANNED_WORDS)]
    assert named == []


def test_every_file_is_imported_by_another_or_is_an_entrance() -> None:
    entrances = {"dedup.__main__", "dedup.cli", "dedup.intake.workbook_child"}
    texts = {p: p.read_text(encoding="utf-8") for p in sources(*PACKAGES, "tests")}
    dead = []
    for path in sources(*PACKAGES):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        parent, _, name = module.rpartition(".")
        wanted = (f"{module} import", f"import {module}", f"from {parent} import", f'"{module}"')
        users = [
            p
            for p, text in texts.items()
            if p != path and any(w in text for w in wanted) and name.split(".")[-1] in text
        ]
        if not users and module not in entrances and path.stem != "__init__":
            dead.append(module)
    assert dead == []


def test_exactly_the_three_packages_ship() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(PACKAGES)


def test_the_tests_stand_where_their_sources_stand() -> None:
    strays = []
    for path in sources("tests"):
        inside = path.relative_to(ROOT / "tests")
        if not path.stem.startswith("test_") or len(inside.parts) < 2:
            continue
        if not (ROOT / inside.parent).is_dir():
            strays.append(str(inside))
    assert strays == []
