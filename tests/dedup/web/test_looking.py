"""What others look at comes last, for a while."""

from __future__ import annotations

from dedup.committees import Committee
from dedup.web.looking import LOOKS_S, Looking

OURS, THEIRS = [Committee("county", "310115")], [Committee("county", "340123")]


def test_the_last_card_of_everybody_else_is_told_for_a_while() -> None:
    now = [0.0]
    looking = Looking(lambda: now[0])
    looking.note("li", "A", OURS)
    looking.note("zhao", "B", OURS)
    looking.note("zhao", "C", OURS)
    assert looking.by_others("li", OURS) == {"C"}
    assert looking.by_others("zhao", OURS) == {"A"}
    assert looking.by_others("wang", THEIRS) == frozenset()
    now[0] = LOOKS_S - 1
    looking.note("zhao", "C", OURS)
    now[0] = LOOKS_S + 1
    assert looking.by_others("li", OURS) == {"C"}
    assert looking.by_others("zhao", OURS) == frozenset()
