"""Tables of characters, names and divisions: text files, one record a line, `#` before a remark."""

from __future__ import annotations

from importlib.resources import files


def read_table(name: str) -> list[str]:
    """Return the lines of a table without its remarks."""
    text = files(__name__).joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]
