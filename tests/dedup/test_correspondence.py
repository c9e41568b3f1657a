from __future__ import annotations

from datetime import date

import pytest

from dedup.calendars.drafting import Draft, drafted
from dedup.committees import Committee
from dedup.correspondence import Correspondence, Heading, Told, level_of, print_of, remedy
from dedup.errors import BadRequest, Conflict
from dedup.letters.facts import Office
from tests.dedup.cases.stories import NOT_SAME, World, agreed, disputed, handed_over, position

HOST, HOME = Office("上海市浦东新区选举委员会"), Office("肥西县选举委员会")
DAY = date(2026, 9, 2)
ASKED = ("浦选函〔2026〕1号", date(2026, 9, 1))


def heading(sender: Office = HOST) -> Heading:
    return Heading("浦选函〔2026〕1号", sender, DAY, "county")


def letters(world: World) -> Correspondence:
    return Correspondence(world.log, "zh")


def test_an_inquiry_names_both_entries_and_why_they_are_held_together() -> None:
    world = World()
    letter = letters(world).inquiry(heading(), HOME, date(2026, 9, 7), [Told(world.case, "left")])
    (case,) = letter.cases
    assert case.reference == world.case_id
    assert case.ours is not None
    assert case.theirs is not None
    assert case.ours.name == "王小明"
    assert case.reasons == ("公民身份号码完全一致",)


def test_a_reply_never_tells_what_is_sealed() -> None:
    world = World()
    world.do(position("right", NOT_SAME))
    with pytest.raises(Conflict) as refused:
        letters(world).reply(heading(HOME), HOST, ASKED, [Told(world.case, "right")])
    assert refused.value.code == "letter-before-positions"


def test_a_reply_tells_the_own_word_in_a_dispute_and_the_outcome_once_agreed() -> None:
    world = disputed()
    (finding,) = letters(world).reply(heading(HOME), HOST, ASKED, [Told(world.case, "right")]).findings
    assert finding.outcome == "not_same"
    settled = agreed()
    (finding,) = letters(settled).reply(heading(HOME), HOST, ASKED, [Told(settled.case, "right")]).findings
    assert finding.outcome == "host_keeps"


def test_a_notice_before_anything_is_settled_names_no_outcome() -> None:
    world = World()
    letter = letters(world).notice(heading(), HOME, Told(world.case, "left"), None)
    assert (letter.outcome, letter.keeper) == (None, "")


def test_a_notice_names_who_keeps_the_voter_from_either_side() -> None:
    world = agreed()
    for side, sender, other in (("left", HOST, HOME), ("right", HOME, HOST)):
        told = Told(world.case, side)  # type: ignore[arg-type]
        assert letters(world).notice(heading(sender), other, told, None).keeper == HOST.name


def test_whom_the_roll_has_let_go_is_told_by_it_and_by_the_one_who_keeps() -> None:
    world = handed_over()
    letter = letters(world).notice(heading(), HOME, Told(world.case, "left"), None)
    assert letter.case.theirs is None
    let_go = letters(world).notice(heading(HOME), HOST, Told(world.case, "right"), None)
    assert let_go.case.ours is not None
    assert (let_go.case.ours.name, let_go.keeper) == ("王小明", HOST.name)


def test_the_days_to_appeal_and_to_sue_come_from_the_committees_calendar() -> None:
    calendar = drafted("2026", Committee("county", "310115"), Draft(election_day=date(2026, 12, 15)), None)
    told = remedy(calendar)
    assert told.published_on is not None
    assert told.appeal_until is not None
    assert (told.appeal_until - told.published_on).days == 5
    assert told.suit_until == date(2026, 12, 10)
    assert remedy(None).appeal_until is None


def test_a_letter_about_nothing_is_refused() -> None:
    with pytest.raises(BadRequest):
        level_of([])


def test_what_is_kept_of_a_letter_is_what_printing_it_again_needs() -> None:
    world = disputed()
    told = [Told(world.case, "right")]
    inquiry = letters(world).inquiry(heading(HOME), HOST, date(2026, 9, 7), told)
    reply = letters(world).reply(heading(HOME), HOST, ASKED, told)
    notice = letters(world).notice(heading(HOME), HOST, told[0], None)
    for letter in (inquiry, reply, notice):
        kept = print_of(letter, "en")
        assert (kept.sender.name, kept.recipient.name, kept.language) == (HOME.name, HOST.name, "en")
    assert print_of(inquiry, "zh").reply_by == date(2026, 9, 7)
    assert (print_of(reply, "zh").asked_number, print_of(reply, "zh").asked_on) == ASKED


def test_a_letter_can_be_written_as_it_was_at_a_position() -> None:
    before, after = agreed(), handed_over()
    then = before.log.head()
    written = letters(before).notice(heading(HOME), HOST, Told(before.case, "right"), None)
    let_go = Correspondence(after.log, "zh", then).notice(
        heading(HOME), HOST, Told(before.case, "right"), None
    )
    assert let_go == written
