from __future__ import annotations

from benchmarks.letters import cases, measure, stack
from dedup.letters.facts import InquiryLetter


def test_the_stack_goes_round_the_kinds_of_letters() -> None:
    kinds = [type(letter).__name__ for letter in stack(10, 2)]
    assert kinds[:5] == kinds[5:]
    assert len(set(kinds)) == 4
    assert all(len(letter.cases) == 2 for letter in stack(10, 2) if isinstance(letter, InquiryLetter))


def test_no_two_letters_of_a_stack_are_the_same() -> None:
    assert len({repr(letter) for letter in stack(50, 3)}) == 50
    assert len({case.reference for case in cases(0, 500)}) == 500


def test_a_small_stack_is_measured() -> None:
    measured = measure(5, 1)
    assert measured["letters"] == 5
    assert measured["stack_s"] > 0
    assert measured["one_of_500_cases_mb"] > 0.1
