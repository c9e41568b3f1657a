from __future__ import annotations

from dedup.evaluation.census import GROUP_MIN, cohort_of
from tests.dedup.evaluation.examples import census, pair, people, standing


def test_registrations_are_counted_by_group_and_by_name() -> None:
    counted = census(*people(20))
    assert (counted.registrations, counted.committees) == (40, {"340123", "310115"})
    assert counted.groups["sex"] == {"male": 20, "female": 20}
    assert counted.name_counts["王一"] == 2
    assert (counted.away, counted.away_with_number) == (20, 0)


def test_small_ethnicities_are_shown_together_and_what_is_not_told_last() -> None:
    rolls = [standing(("1", f"{i}"), ethnicity="") for i in range(GROUP_MIN)]
    rolls += [standing(("2", f"{i}"), ethnicity="回族") for i in range(GROUP_MIN)]
    rolls += [standing(("3", "1"), ethnicity="京族"), standing(("3", "2"), ethnicity="汉")]
    shown = census(*rolls).shown_groups("ethnicity")
    assert shown == {"回": GROUP_MIN, "han": 1, "other_minorities": 1, "not_stated": GROUP_MIN}
    assert list(shown) == ["回", "han", "other_minorities", "not_stated"]


def test_only_the_registrations_wanted_are_kept() -> None:
    counted = census(*people(5), wanted=[pair("340123/N1", "310115/N1")])
    assert set(counted.members) == {("340123", "N1"), ("310115", "N1")}
    assert counted.registrations == 10


def test_namesakes_share_name_sex_and_whole_birthday_on_one_level() -> None:
    rolls = [
        standing(("1", "a")),
        standing(("1", "b")),
        standing(("2", "c")),
        standing(("2", "d"), level="township"),
        standing(("2", "e"), sex="女"),
        standing(("2", "f"), birth_date="1985-03"),
    ]
    counted = census(*rolls)
    assert counted.namesake_pairs() == 3
    assert counted.are_namesakes(pair("1/a", "2/c"))
    assert not counted.are_namesakes(pair("1/a", "2/d"))
    assert not counted.are_namesakes(pair("1/a", "2/f"))
    assert not counted.are_namesakes(pair("1/a", "9/z"))


def test_cohorts_are_decades_with_open_ends() -> None:
    born = (19391231, 19400101, 19991231, 20000101, 0)
    assert [cohort_of(b) for b in born] == ["-1939", "1940-1949", "1990-1999", "2000-", "not_stated"]
