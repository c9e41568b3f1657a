"""Importing a roll in a real browser, with scripts and without."""

from __future__ import annotations

import base64
import csv
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from events.files import FileReceived
from events.mappings import ColumnsMapped
from tests.dedup.web.place import Place, signed_in
from tests.dedup.web.test_pages_in_a_browser import violations

ODD = ["档号", "称呼", "性别", "电话", "电话"]


def roll(path: Path, headers: list[str], *rows: list[str], encoding: str = "gb18030") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def hand_in(page: Page, place: Place, path: Path) -> None:
    page.goto(f"{place.address}/desk/import")
    page.set_input_files("[name=file]", path)
    page.locator("button.primary").click()
    page.wait_for_selector("[value=drop]")


def received(place: Place) -> int:
    return place.service.log.count((FileReceived,))


def test_a_file_is_looked_at_before_anything_of_it_is_taken_and_what_is_wrong_comes_back(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    # given a roll with one good row and one without a number
    rows = (["B9001", "龚䶮", "男", "甲", "=1+1"], ["", "无名", "女", "乙", "=cmd|x"])
    path = roll(tmp_path / "more.csv", ["登记编号", "姓名", "性别", "单位自编列", "备注"], *rows)
    before = received(place)
    with signed_in(browser, place, "host.clerk") as page:
        # when it is read, then columns, encoding, rows and counts are shown and nothing is taken
        hand_in(page, place, path)
        expect(page.locator("aside")).to_contain_text("GB18030")
        expect(page.locator(".mapping")).to_contain_text("龚䶮")
        expect(page.locator("[aria-label=单位自编列]")).to_have_value("")
        expect(page.locator(".tally tr").first.locator(".num")).to_have_text("1")
        expect(page.locator(".rejects")).to_contain_text("没有登记编号")
        assert received(place) == before
        # when it is taken, then it is, and what could not be comes back as a workbook of texts
        page.keyboard.press("1")
        expect(page.locator("[role=status]")).to_contain_text("已导入")
        with page.expect_download() as book:
            page.get_by_role("link", name="Excel").click()
        with zipfile.ZipFile(book.value.path()) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "无名" in sheet
        assert "<f>" not in sheet
        with page.expect_download() as table:
            page.get_by_role("link", name="CSV").click()
        assert ",'=cmd|x" in Path(table.value.path()).read_text(encoding="utf-8-sig")
    assert received(place) == before + 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_columns_are_corrected_and_remembered(
    browser: Browser, place: Place, tmp_path: Path, *, scripts: bool
) -> None:
    # given headers that nobody knows, and one telephone too many
    odd = [*ODD, f"第 {scripts} 次"]
    path = roll(tmp_path / "odd.csv", odd, ["C1", "周安", "男", "13800000001", "021-1", "x"])
    said = place.service.log.count((ColumnsMapped,))
    with signed_in(browser, place, "host.clerk", scripts=scripts) as page:
        hand_in(page, place, path)
        expect(page.locator("p.problem")).to_contain_text("电话、电话 (2)")
        assert page.locator("[value=take]").count() == 0
        # when one is left out, the number and the name are still missing, in words
        page.select_option("[aria-label='电话 (2)']", "")
        page.locator("[value=read]").click()
        expect(page.locator("p.problem")).to_contain_text("登记编号 (registration_id)、姓名 (name)")
        # when two columns are called the same, that is refused
        page.select_option("[aria-label=档号]", "registration_id")
        page.select_option("[aria-label=称呼]", "registration_id")
        page.locator("[value=read]").click()
        expect(page.locator("p.problem")).to_contain_text("档号、称呼")
        # when it is put right, then it is shown what would happen, and it can be taken
        page.select_option("[aria-label=称呼]", "name")
        page.locator("[value=read]").click()
        page.locator("[value=take]").click()
        expect(page.locator("[role=status]")).to_contain_text("已导入")
        # then the next such file needs no word
        hand_in(page, place, roll(path, odd[::-1], ["x", "021-1", "13800000001", "男", "周安", "C2"]))
        expect(page.locator("[aria-label=称呼]")).to_have_value("name")
        expect(page.locator(".mapping")).to_contain_text("上次说明")
        expect(page.locator(".tally tr").first.locator(".num")).to_have_text("1")
    assert place.service.log.count((ColumnsMapped,)) == said + 1


def test_what_is_said_in_the_last_moment_is_shown_before_it_is_done(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    path = roll(tmp_path / "late.csv", ["登记编号", "姓名", "曾用名"], ["C8", "周一", "周二"])
    before = received(place)
    with signed_in(browser, place, "host.clerk") as page:
        hand_in(page, place, path)
        page.select_option("[aria-label=曾用名]", "note")
        page.locator("[value=take]").click()
        expect(page.locator(".own", has_text="已改")).to_be_visible()
        assert received(place) == before
        page.locator("[value=drop]").click()
        expect(page.get_by_text("late.csv")).to_have_count(0)


def test_an_encoding_and_a_header_row_are_corrected(browser: Browser, place: Place, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("某縣選民\n檔號,稱呼\nD1,陳渐\n".replace("渐", "漸"), encoding="big5")
    with signed_in(browser, place, "host.clerk") as page:
        hand_in(page, place, path)
        page.select_option("[name=encoding]", "big5")
        page.locator("[value=read]").click()
        expect(page.locator(".mapping")).to_contain_text("陳漸")
        page.select_option("[name=header_row]", "3")
        page.locator("[value=read]").click()
        expect(page.locator("[aria-label=D1]")).to_be_visible()


def test_a_file_is_dropped_on_the_page(browser: Browser, place: Place, tmp_path: Path) -> None:
    content = roll(tmp_path / "d.csv", ["登记编号", "姓名"], ["E1", "周安"]).read_bytes()
    with signed_in(browser, place, "host.clerk") as page:
        page.goto(f"{place.address}/desk/import")
        expect(page.get_by_text("拖到这里")).to_be_visible()
        dropped = page.evaluate_handle(
            """(text) => { const held = new DataTransfer();
              const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
              held.items.add(new File([bytes], "拖来的.csv")); return held; }""",
            base64.b64encode(content).decode(),
        )
        page.dispatch_event(".drop", "dragover", {"dataTransfer": dropped})
        expect(page.locator(".drop.over")).to_be_visible()
        page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
        expect(page.locator("h1")).to_contain_text("拖来的.csv")
        expect(page.locator(".mapping")).to_contain_text("周安")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_progress_is_shown_and_goes_on_when_the_page_is_closed(
    browser: Browser, place: Place, tmp_path: Path, *, scripts: bool
) -> None:
    rows = [[f"G{scripts:d}{n:05}", "周安", "13800000001"] for n in range(12_000)]
    path = roll(tmp_path / f"large{scripts:d}.csv", ["登记编号", "姓名", "联系电话"], *rows)
    with signed_in(browser, place, "host.clerk", scripts=scripts) as page:
        hand_in(page, place, path)
        page.locator("[value=take]").click()
        address = page.url
        expect(page.locator("progress, .result")).to_be_visible()
        page.goto(f"{place.address}/desk/import")
        expect(page.get_by_role("link", name=path.name)).to_have_attribute(
            "href", re.compile("/desk/import/")
        )
        page.goto(address)
        expect(page.locator("[role=status]")).to_contain_text("已导入")
        expect(page.locator(".tally tr").first.locator(".num")).to_have_text("12,000")


def test_a_file_that_is_no_roll_is_refused_in_words(browser: Browser, place: Place, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with signed_in(browser, place, "host.clerk") as page:
        hand_in(page, place, path)
        expect(page.locator("p.problem")).to_contain_text("picture.csv 是 PNG 文件")


def test_a_file_of_another_committee_is_as_if_it_were_not(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    with signed_in(browser, place, "host.clerk") as page:
        hand_in(page, place, roll(tmp_path / "own.csv", ["登记编号", "姓名"], ["H1", "周安"]))
        address = page.url
    for name in ("home.reviewer", "host.reviewer"):
        with signed_in(browser, place, name) as page:
            for path in (address, f"{address}/rejects"):
                answer = page.request.get(path)
                assert answer.status == 404, (name, path)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_at_any_step(browser: Browser, place: Place, tmp_path: Path, language: str) -> None:
    path = roll(tmp_path / "axe.csv", ODD, ["K1", "<b>周安</b>", "男", "1", "2"], ["", "周一", "男", "", ""])
    with signed_in(browser, place, "host.clerk", language) as page:
        page.goto(f"{place.address}/desk/import")
        found = {"form": violations(page)}
        hand_in(page, place, path)
        found["correcting"] = violations(page)
        expect(page.locator(".mapping")).to_contain_text("<b>周安</b>")
        for header, column in zip(
            [*ODD[:4], "电话 (2)"], ("registration_id", "name", "sex", "phone", ""), strict=True
        ):
            page.select_option(f"[aria-label='{header}']", column)
        page.locator("[value=read]").click()
        page.wait_for_selector(".tally")
        found["tried"] = violations(page)
        page.locator("[value=take]").click()
        page.wait_for_selector(".result")
        found["taken"] = violations(page)
    assert {step: what for step, what in found.items() if what} == {}
