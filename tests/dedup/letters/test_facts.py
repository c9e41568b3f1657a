from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dedup.errors import BadRequest
from dedup.letters.facts import CASES_MAX, VALUE_CHARS_MAX, ReplyLetter
from tests.dedup.letters.examples import DATED, HOST, case, entry, inquiry, notice, reply, request


def code_and_facts(raised: pytest.ExceptionInfo[BadRequest]) -> tuple[str, dict[str, str | float]]:
    return raised.value.code, raised.value.facts


def test_a_letter_lists_at_most_five_hundred_cases() -> None:
    assert len(inquiry(*(case(n) for n in range(CASES_MAX))).cases) == CASES_MAX
    with pytest.raises(BadRequest) as raised:
        inquiry(*(case(n) for n in range(CASES_MAX + 1)))
    assert code_and_facts(raised) == ("letter-cases", {"count": 501, "count_max": 500})


def test_a_letter_about_nothing_is_refused() -> None:
    with pytest.raises(BadRequest) as raised:
        replace(inquiry(), cases=())
    assert raised.value.code == "letter-cases"
    with pytest.raises(BadRequest):
        replace(reply(), findings=())


def test_a_value_too_long_is_named_with_the_place_where_it_stands() -> None:
    long = replace(case(2), theirs=replace(entry(), address="长" * (VALUE_CHARS_MAX + 1)))
    with pytest.raises(BadRequest) as raised:
        inquiry(case(1), long)
    assert raised.value.code == "letter-value-long"
    assert raised.value.facts["field"] == "cases.2.theirs.address"


def with_nameless_finding() -> ReplyLetter:
    first, second, *_ = reply().findings
    nameless = replace(second, case=replace(second.case, ours=replace(entry(), name="")))
    return replace(reply(), findings=(first, nameless))


@pytest.mark.parametrize(
    ("field", "emptied"),
    [
        ("number", lambda: replace(inquiry(), number=" ")),
        ("sender.name", lambda: replace(inquiry(), sender=replace(HOST, name=""))),
        ("recipient.name", lambda: replace(inquiry(), recipient=replace(HOST, name=""))),
        ("cases.1.reference", lambda: replace(inquiry(), cases=(replace(case(), reference=""),))),
        ("findings.2.case.ours.name", with_nameless_finding),
        ("voter.name", lambda: replace(request(), voter=replace(entry(), name=""))),
    ],
)
def test_what_must_be_filled_in_is_named_when_it_is_empty(field: str, emptied: Callable[[], object]) -> None:
    with pytest.raises(BadRequest) as raised:
        emptied()
    assert code_and_facts(raised) == ("letter-field-empty", {"field": field})


def test_an_answer_is_not_due_before_the_question_is_sent() -> None:
    with pytest.raises(BadRequest) as raised:
        replace(inquiry(), reply_by=date(2026, 11, 23))
    assert code_and_facts(raised) == ("letter-dates", {"earlier": DATED.isoformat(), "later": "2026-11-23"})


def test_a_notice_goes_to_a_voter_of_the_senders_own_roll() -> None:
    with pytest.raises(BadRequest) as raised:
        notice(about=replace(case(), ours=None))
    assert raised.value.facts == {"field": "case.ours"}


def test_a_notice_that_somebody_keeps_says_who() -> None:
    with pytest.raises(BadRequest) as raised:
        replace(notice("host_keeps"), keeper="")
    assert raised.value.facts == {"field": "keeper"}
    assert replace(notice("not_same"), keeper="").outcome == "not_same"
