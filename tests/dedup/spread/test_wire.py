from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedup.errors import CorruptLog
from dedup.projector.pages import CodedPage, code_page
from dedup.projector.registry import Registry
from dedup.spread.parting import news_in, part_of
from dedup.spread.wire import (
    VERSION,
    Generation,
    KeysFrame,
    Page,
    encoded,
    pack_page,
    read_keys,
    read_report,
    unpack_page,
)
from events.log import Write
from events.memory import open_memory_log
from events.registrations import RegistrationWithdrawn
from matchers import profile_of
from matchers.rows import RecordRows
from tests.examples import NOON, key, registered


def coded(profile: str) -> CodedPage:
    """Return a page of three that are listed and one that was withdrawn."""
    log = open_memory_log()
    streets = ("12 High Street", "上派镇南街12号", "", "3 Quay")
    for number, street in enumerate(streets):
        said = registered(household_address=street, name=f"Ann{number} Smith", former_name="Ann Jones")
        log.append([Write(key(f"A{number}").stream_id, 0, (said,))])
    gone = RegistrationWithdrawn(actor="clerk", happened_at=NOON, recorded_at=NOON)
    log.append([Write(key("A1").stream_id, 1, (gone,))])
    return code_page(profile, log.read_encoded_after(0, limit=9))


def frame(page: Page | None) -> KeysFrame:
    return KeysFrame(VERSION, Generation(1, 2, 3, 4), "chinese", "t", 0, 5, page=page)


def stored(page: CodedPage, profile: str) -> dict[str, list[object]]:
    """Return what a matcher stores of a page: texts numbered anew."""
    rows = RecordRows(profile_of(profile))
    slots = rows.append(page.coded, len(page.roll_of))
    texts = profile_of(profile).text_columns

    def told(name: str, value: int | list[int]) -> object:
        return [rows.text(number) for number in np.atleast_1d(value)] if name in texts else value

    return {
        name: [told(name, value) for value in rows[name][slots].tolist()]
        for name in profile_of(profile).columns
    }


@pytest.mark.parametrize("profile", ["chinese", "latin"])
def test_a_page_comes_out_of_a_frame_as_it_went_in(profile: str) -> None:
    page = coded(profile)
    packed = read_keys(encoded(frame(pack_page(page, profile)))).page
    assert packed is not None
    again = unpack_page(packed, profile, page.position)
    assert list(again.stream_ids) == list(page.stream_ids)
    for name in ("positions", "withdrawn", "at_home", "partitions"):
        assert getattr(again, name).tolist() == getattr(page, name).tolist()
    assert stored(again, profile) == stored(page, profile)


@pytest.mark.parametrize("profile", ["chinese", "latin"])
def test_a_part_of_a_page_holds_what_is_chosen_and_no_text_of_others(profile: str) -> None:
    page = coded(profile)
    part = part_of(page, np.array([False, True, True, False]), profile_of(profile))
    assert list(part.stream_ids) == list(page.stream_ids)[1:3]
    assert part.withdrawn.tolist() == [True, False]
    assert stored(part, profile) == {name: rows[1:2] for name, rows in stored(page, profile).items()}
    assert len(part.coded.texts) <= len(page.coded.texts)


def test_of_a_registration_only_what_is_later_than_known_is_news() -> None:
    page, registry = coded("chinese"), Registry()
    registry.note([page.stream_ids[2]], page.positions[2:3], page.at_home[2:3], page.withdrawn[2:3])
    registry.note([page.stream_ids[0]], page.positions[:1] - 1, page.at_home[:1], page.withdrawn[:1])
    news = news_in(page, registry, profile_of("chinese"))
    assert list(news.stream_ids) == [page.stream_ids[place] for place in (0, 1, 3)]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 40, encoded(frame(None))[:-3]])
def test_what_is_no_frame_is_refused_and_said(content: bytes) -> None:
    for read in (read_keys, read_report):
        with pytest.raises(CorruptLog) as refused:
            read(content)
        assert refused.value.code == "spread-frame"


def test_a_frame_of_a_later_version_is_refused() -> None:
    later = KeysFrame(VERSION + 1, Generation(), "chinese", "t", 0, 5)
    with pytest.raises(CorruptLog, match="version"):
        read_keys(encoded(later))


@pytest.mark.parametrize("damage", ["positions", "withdrawn", "at_home", "roll_of"])
def test_a_page_whose_parts_do_not_fit_together_is_refused(damage: str) -> None:
    page = pack_page(coded("chinese"), "chinese")
    fields = {name: getattr(page, name) for name in Page.__struct_fields__}
    with pytest.raises(CorruptLog):
        unpack_page(Page(**{**fields, damage: fields[damage][:-8]}), "chinese", 5)
    with pytest.raises(CorruptLog):
        unpack_page(Page(**{**fields, "columns": {"no such column": b""}}), "chinese", 5)


def test_a_whole_page_is_handed_on_as_it_is() -> None:
    page = coded("chinese")
    assert part_of(page, np.ones(4, dtype=bool), profile_of("chinese")) is page
    assert replace(page) == page
