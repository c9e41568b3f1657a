"""The card of a case with values as long as they come: all that deciding needs, on one screen, unscrolled."""

from __future__ import annotations

import csv
import time
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from dedup.calendars.drafting import Draft, drafted
from dedup.cases.case import Case
from dedup.committees import Committee
from dedup.intake.importing import ImportRequest
from dedup.views.cases import CaseQuery
from events.registrations import RegistrationKey
from tests.dedup.web.place import HOME, HOST, Place, id_number, signed_in

HEADERS = (
    *(
        "登记编号",
        "姓名",
        "曾用名",
        "性别",
        "民族",
        "出生日期",
        "公民身份号码",
        "户籍地址",
        "现居住地址",
        "联系电话",
    ),
    *("工作单位", "登记依据", "登记日期", "选区", "选民资格证明编号"),
)
NAME = "阿卜杜热合曼江·阿卜杜外力阿吉·买买提明艾则孜库尔班尼亚孜吐尔"
ADDRESS = (
    "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县孙扎齐牛录镇雀尔盘村第十二村民小组"
    "（原察布查尔锡伯自治县加尕斯台镇下加尕斯台村四组）团结路北侧安置区三号院二单元四层东户"
)
LIVES = "上海市浦东新区川沙新镇华夏东路二千一百三十九弄七十八号四〇一室（川沙新镇华夏社区居民委员会代管宿舍）"
WORKS = "上海浦东国际机场货运站有限公司川沙分公司货运三部"
NUMBER = "察县选资〔2026〕第0123号"


def row(n: int, key: str, name: str, address: str) -> list[str]:
    number = id_number(n)
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    at_host = key.startswith("B")
    return [
        *(
            key,
            name,
            "阿不都",
            "男",
            "维吾尔族",
            born,
            number,
            address,
            LIVES if at_host else "",
            f"1380000{n:04}",
        ),
        *(
            WORKS,
            "居住" if at_host else "户籍",
            "2026-08-01",
            "第三十二选区（川沙新镇北片）",
            NUMBER * at_host,
        ),
    ]


@pytest.fixture(scope="module")
def long(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Put one voter on both rolls, and twice on the host's, with values as long as they come."""
    other = NAME.replace("库尔班", "库尔斑"), ADDRESS.replace("团结路", "团结南路").replace("十二", "12")
    rolls = {
        HOME: [row(77, "A9077", NAME, ADDRESS)],
        HOST: [row(77, "B9077", *other), row(77, "B9078", *other)],
    }
    folder = tmp_path_factory.mktemp("long")
    for code, rows in rolls.items():
        path = folder / f"{code}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADERS, *rows])
        with place.service.importer as importer:
            importer.run(ImportRequest(path, "2026", "clerk", code, "county"))
    at_home = RegistrationKey("2026", "county", HOME, "A9077")
    place.service.certificates.issue("clerk", NUMBER, at_home, HOST, date(2026, 12, 1))
    draft = Draft(election_day=date(2026, 12, 16), publication_day=date(2026, 11, 20))
    for code in rolls:
        place.service.calendars.set(drafted("2026", Committee("county", code), draft, None), "clerk")
    return _flagged(place)


def _flagged(place: Place) -> Case:
    end = time.monotonic() + 60
    while True:
        found = place.service.cases.find(CaseQuery(flagged=True, kind="cross_committee", probability_min=0.5))
        case = next((c for c in found if "B9077" in {c.left.registration_id, c.right.registration_id}), None)
        if case is not None:
            return case
        assert time.monotonic() < end, "the pair was not flagged"
        time.sleep(0.1)


def hidden(page: Page, *parts: str) -> list[str]:
    """Return the parts of a card that do not lie whole between its top and the bar of decisions."""
    bar = page.locator(".deeds").bounding_box()
    boxes = {part: page.locator(part).bounding_box() for part in parts}
    assert bar is not None
    size = page.viewport_size
    assert size is not None
    assert bar["y"] + bar["height"] <= size["height"]
    return [
        part
        for part, box in boxes.items()
        if box is None
        or box["y"] < 0
        or box["y"] + box["height"] > bar["y"]
        or box["x"] + box["width"] > size["width"]
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_card_with_the_longest_values_fits_the_screen(
    browser: Browser, place: Place, long: Case, language: str
) -> None:
    assert len(NAME) >= 30
    with signed_in(browser, place, "host.reviewer", language) as page:
        page.goto(f"{place.address}/desk/cases/{long.case_id}")
        cell = page.locator("tr", has_text=ADDRESS[:20]).locator("td").first
        height = cell.evaluate(
            "cell => cell.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight)"
        )
        assert height >= 4
        assert hidden(page, ".strip", ".compare", ".sees", ".waterfall", ".related", ".letters") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_deciding_needs_is_above_the_bar_of_decisions(
    browser: Browser, place: Place, language: str
) -> None:
    with signed_in(browser, place, "host.reviewer", language) as page:
        for case in place.service.cases.find(CaseQuery(flagged=True, probability_min=0.5, limit=6)):
            page.goto(f"{place.address}/desk/cases/{case.case_id}")
            for width, height in ((1366, 768), (1280, 720)):
                page.set_viewport_size({"width": width, "height": height})
                if "9077" not in case.left.registration_id:
                    assert hidden(page, ".compare", ".waterfall") == [], (case.case_id, width)


def test_certificates_calendars_related_cases_and_what_the_other_side_sees_are_on_the_card(
    browser: Browser, place: Place, long: Case
) -> None:
    with signed_in(browser, place, "host.reviewer") as page:
        page.goto(f"{place.address}/desk/cases/{long.case_id}")
        papers, calendars = page.locator("tr", has_text="资格证明"), page.locator("tr", has_text="选举日程")
        expect(papers).to_contain_text(f"{NUMBER}：已开具，有效至 2026-12-01")
        expect(papers).to_contain_text(f"名单载有 {NUMBER}")
        expect(calendars.locator("td", has_text="选举日 2026-12-16")).to_have_count(2)
        expect(page.locator(".sees")).to_contain_text("看不到本方意见")
        expect(page.locator(".related a")).to_have_count(2)
        page.locator(".related a").first.click()
        expect(page.locator(".related")).to_contain_text(long.case_id[:8])
    with signed_in(browser, place, "superior") as page:
        page.goto(f"{place.address}/desk/cases/{long.case_id}")
        expect(page.locator(".compare")).to_contain_text(NUMBER)
        expect(page.locator(".sees, .letters")).to_have_count(0)
