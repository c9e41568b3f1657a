from __future__ import annotations

from pathlib import Path

import pytest

from dedup.database import open_tables as open_tables_of
from dedup.errors import BadRequest, Conflict
from dedup.settings import Settings
from dedup.web.saved_views import NAME_LENGTH_MAX, VIEWS_MAX, SavedViews
from events.memory import open_memory_log
from tests.engines import Opening


@pytest.fixture
def views(open_tables: Opening) -> SavedViews:
    return SavedViews(open_tables("desk"))


def names(views: SavedViews, account: str = "li") -> list[str]:
    return [view.name for view in views.of(account)]


def test_a_view_keeps_its_filters_and_is_its_owners_alone(views: SavedViews) -> None:
    views.save("li", "  本周 \n 到期 ", {"show": "waiting", "counterpart": "county/340123", "committee": ""})
    (view,) = views.of("li")
    assert (view.name, view.value("counterpart"), view.value("committee")) == (
        "本周 到期",
        "county/340123",
        "",
    )
    assert view.address == "/desk/queue?counterpart=county%2F340123&show=waiting"
    assert views.of("wang") == []


def test_the_same_name_again_replaces_the_filters(views: SavedViews) -> None:
    views.save("li", "甲", {"show": "mine"})
    views.save("li", "甲", {"show": "all"})
    assert [view.value("show") for view in views.of("li")] == ["all"]


def test_views_are_renamed_and_deleted_and_no_name_is_there_twice(views: SavedViews) -> None:
    for name in ("甲", "乙"):
        views.save("li", name, {"show": "all"})
    views.rename("li", "甲", "丙")
    with pytest.raises(Conflict):
        views.rename("li", "丙", "乙")
    with pytest.raises(BadRequest):
        views.rename("wang", "丙", "丁")
    views.drop("wang", "丙")
    assert names(views) == ["丙", "乙"]
    views.drop("li", "丙")
    assert names(views) == ["乙"]


def test_there_are_not_too_many_and_names_are_short_and_printable(views: SavedViews) -> None:
    for name in ("", "  ", "长" * (NAME_LENGTH_MAX + 1), "a\u202eb", "a\0b"):
        with pytest.raises(BadRequest):
            views.save("li", name, {})
    for n in range(VIEWS_MAX):
        views.save("li", f"第 {n}", {})
    with pytest.raises(BadRequest):
        views.save("li", "再一个", {})
    views.save("li", "第 0", {"show": "all"})
    assert len(names(views)) == VIEWS_MAX


def test_views_are_there_when_the_service_starts_again(open_tables: Opening) -> None:
    SavedViews(open_tables("desk")).save("li", "甲", {"show": "all"})
    assert names(SavedViews(open_tables("desk"))) == ["甲"]


def test_a_file_of_views_is_for_the_services_user_alone(tmp_path: Path) -> None:
    views = SavedViews(open_tables_of(Settings(store=tmp_path), open_memory_log(), "desk"))
    assert (tmp_path / "desk.sqlite").stat().st_mode & 0o077 == 0
    views.close()
