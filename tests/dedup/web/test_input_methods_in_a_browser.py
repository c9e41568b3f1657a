"""Keys under a Chinese input method: told by their place, never while a word is being composed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, CDPSession, Page, expect

from dedup.views.cases import CaseQuery
from tests.dedup.web.place import Place, signed_in

SEQUENCES = 500
"""Runs of keys at random, as the browser reports them while an input method is on."""
PLAY = """(runs) => {
  let opened = 0;
  const field = document.querySelector("textarea[name=text]");
  const count = () => { opened += document.querySelectorAll("details.menu[open]").length; };
  for (const run of runs) {
    field.focus();
    field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
    for (const [code, key, outside] of run) {
      const target = outside ? document.body : field;
      const how = {code, key, keyCode: 229, isComposing: true, bubbles: true};
      target.dispatchEvent(new KeyboardEvent("keydown", how));
      target.dispatchEvent(new KeyboardEvent("keyup", {code, key, bubbles: true}));
      count();
    }
    field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "中"}));
  }
  return opened;
}"""
CODES = ["Digit1", "Digit2", "Digit9", "KeyU", "KeyJ", "KeyT", "KeyL", "KeyC", "Space", "Enter", "Escape", ""]


@contextmanager
def at_a_case(
    browser: Browser, place: Place, name: str = "host.reviewer"
) -> Iterator[tuple[Page, CDPSession, str]]:
    found = place.service.current_cases().find(
        CaseQuery(flagged=True, kind="cross_committee", probability_min=0.5)
    )
    case_id = next(case.case_id for case in found if not case.positions)
    with signed_in(browser, place, name) as page:
        page.goto(f"{place.address}/desk/cases/{case_id}")
        page.wait_for_timeout(350)
        yield page, page.context.new_cdp_session(page), case_id


def swallowed(session: CDPSession, code: str, key: str = "Process") -> None:
    """Press a key as the browser reports it when an input method has taken the letter."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent", {"type": kind, "code": code, "key": key, "windowsVirtualKeyCode": 229}
        )


def menus_open(page: Page) -> int:
    return page.locator("details.menu[open]").count()


def test_a_case_is_decided_by_two_keys_that_the_input_method_swallows(browser: Browser, place: Place) -> None:
    with at_a_case(browser, place) as (page, session, case_id):
        swallowed(session, "Digit2")
        assert menus_open(page) == 1
        swallowed(session, "Numpad1")
        expect(page.locator(".toast")).to_contain_text(case_id)
    (position,) = place.service.desk.load(case_id).positions.values()
    assert position.settlement.outcome == "not_same"


def test_an_input_method_switched_on_while_a_key_is_down_does_nothing_twice(
    browser: Browser, place: Place
) -> None:
    with at_a_case(browser, place) as (page, session, case_id):
        page.keyboard.down("1")
        assert menus_open(page) == 1
        swallowed(session, "ShiftLeft", "Shift")
        session.send(
            "Input.dispatchKeyEvent",
            {
                "type": "rawKeyDown",
                "code": "Digit1",
                "key": "Process",
                "windowsVirtualKeyCode": 229,
                "autoRepeat": True,
            },
        )
        page.keyboard.up("1")
        assert menus_open(page) == 1
        assert place.service.desk.load(case_id).positions == {}
        swallowed(session, "Escape")
        assert menus_open(page) == 0


def test_words_are_composed_and_candidates_chosen_by_digits_in_a_text_field(
    browser: Browser, place: Place
) -> None:
    with at_a_case(browser, place) as (page, session, case_id):
        page.keyboard.press("c")
        for typed in ("y", "yi", "yi'j"):
            swallowed(session, "KeyJ")
            session.send(
                "Input.imeSetComposition",
                {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
            )
            assert menus_open(page) == 0
        swallowed(session, "Digit1")
        session.send("Input.insertText", {"text": "已经核实"})
        expect(page.locator("textarea[name=text]")).to_have_value("已经核实")
        # plain letters and digits in a field are text, those of the shortcuts too
        page.keyboard.type("1ut/j")
        expect(page.locator("textarea[name=text]")).to_have_value("已经核实1ut/j")
        # an Escape that belongs to the input method does not leave the field; one of the person's does
        swallowed(session, "Escape")
        assert page.evaluate("document.activeElement.name") == "text"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "main"
        assert menus_open(page) == 0
    assert place.service.desk.load(case_id).positions == {}


def test_where_the_place_of_a_key_is_not_told_its_letter_stands_for_it(
    browser: Browser, place: Place
) -> None:
    press = """(key) => document.body.dispatchEvent(
      new KeyboardEvent("keydown", {code: "", key, bubbles: true}))"""
    with at_a_case(browser, place) as (page, _, _case):
        for key in ("Unidentified", "Process", "一"):
            page.evaluate(press, key)
            assert menus_open(page) == 0
        for key in ("１", "2"):
            page.evaluate(press, key)
            assert menus_open(page) == 1
            page.keyboard.press("Escape")


def test_nothing_is_decided_while_a_word_is_being_composed(browser: Browser, place: Place) -> None:
    chance = random.Random(7)
    runs = [
        [
            [
                chance.choice(CODES),
                chance.choice(["Process", "Unidentified", "1", "u"]),
                chance.random() < 0.3,
            ]
            for _ in range(6)
        ]
        for _ in range(SEQUENCES)
    ]
    with at_a_case(browser, place) as (page, _, case_id):
        posts: list[str] = []
        page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
        assert page.evaluate(PLAY, runs) == 0
        assert page.get_attribute("#main", "data-case") == case_id
        page.wait_for_timeout(200)
        assert posts == []
    assert place.service.desk.load(case_id).positions == {}
