"""What the rows of a sample look like as a population."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from dedup.sample.draws import Draws
from dedup.sample.errors_of_numbers import is_valid
from dedup.sample.names import COHORTS, PEOPLES, han_given, name_person, poems, surname_of
from dedup.sample.people import LAST_BIRTHDAY
from dedup.sample.tables import Division, divisions, surname_shares
from tests.dedup.sample.conftest import Sample, keys


def han_rows(sample: Sample) -> list[dict[str, str]]:
    return [row for row in sample.rows if row["ethnicity"].startswith("汉")]


def bare_name(row: dict[str, str]) -> str:
    return row["name"].replace(" ", "").replace("　", "")


def whole_numbers(sample: Sample) -> list[dict[str, str]]:
    return [row for row in sample.rows if is_valid(row["id_number"])]


def test_surname_shares_are_near_the_published_ones(sample: Sample) -> None:
    counts = Counter(bare_name(row)[0] for row in han_rows(sample))
    people = sum(counts.values())
    for surname, share in list(surname_shares().items())[:10]:
        # Clans cluster in villages, so shares scatter more than a random sample's would.
        assert 100 * counts[surname] / people == pytest.approx(share, rel=0.25)
    hundred = sum(counts[surname] for surname in list(surname_shares())[:100])
    assert hundred / people == pytest.approx(0.859, abs=0.02)


def test_the_surname_table_holds_what_was_published() -> None:
    shares = list(surname_shares().values())
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert sum(shares[:100]) == pytest.approx(85.9, abs=0.05)
    compound = sum(share for surname, share in surname_shares().items() if len(surname) == 2)
    assert compound == pytest.approx(0.09, abs=0.01)


def test_names_have_published_lengths(sample: Sample) -> None:
    lengths = Counter(len(bare_name(row)) for row in han_rows(sample))
    people = sum(lengths.values())
    assert lengths[3] / people == pytest.approx(0.843, abs=0.03)
    assert lengths[2] / people == pytest.approx(0.140, abs=0.03)


def test_two_strangers_share_a_name_as_rarely_as_published_names_let_them(sample: Sample) -> None:
    counts = Counter(map(bare_name, han_rows(sample)))
    people = sum(counts.values())
    chance = sum(count * (count - 1) for count in counts.values()) / people / (people - 1)
    assert 5e-6 < chance < 3e-5


def test_given_names_follow_fashion() -> None:
    draws = Draws("fashion")
    old, young = (Counter(han_given(draws, year, "女") for _ in range(4_000)) for year in (1952, 2003))
    assert old["秀英"] > 20 * max(1, young["秀英"])
    assert young["欣怡"] > 20 * max(1, old["欣怡"])


@pytest.mark.parametrize("cohort", COHORTS)
@pytest.mark.parametrize("sex", ["男", "女"])
def test_a_generation_character_stands_in_the_name(cohort: int, sex: str) -> None:
    draws = Draws(cohort, sex)
    generation = poems()[0][2]
    given = [han_given(draws, cohort, sex, generation) for _ in range(200)]
    assert all(generation in name and len(name) == 2 for name in given)


def test_every_people_gets_names_of_its_own_kind() -> None:
    draws = Draws("peoples")
    for people in sorted(set(PEOPLES)):
        names = [name_person(draws, people, surname_of(draws, people), (1980, "女", "")) for _ in range(50)]
        assert all(len(name.text) >= 2 for name in names)
        assert all("·" in name.text for name in names) == (people in {"维吾尔", "哈萨克"})


def test_only_adults_are_on_the_rolls(sample: Sample) -> None:
    assert all(row["id_number"][6:14] <= LAST_BIRTHDAY for row in whole_numbers(sample))


def test_ages_are_those_of_a_country_grown_older(sample: Sample) -> None:
    decades = Counter(int(row["id_number"][6:9]) for row in whole_numbers(sample))
    people = sum(decades.values())
    shares = {decade: count / people for decade, count in decades.items()}
    assert 0.16 < shares[197] < 0.28  # those born from 1963 to 1975 are the most
    assert shares[197] > shares[195] > shares[193]
    assert 0.03 < shares[200] < 0.15


def test_most_numbers_are_valid_and_their_serial_tells_the_sex(sample: Sample) -> None:
    valid = whole_numbers(sample)
    assert len(valid) > 0.75 * len(sample.rows)
    told = [row for row in valid if row["sex"]]
    agree = sum((int(row["id_number"][16]) % 2 == 1) == (row["sex"] in {"男", "M"}) for row in told)
    assert agree / len(told) > 0.99


def valid_codes(year: int) -> set[str]:
    """Return every division code in force for numbers of a birth year, read off the table again."""
    effective = max(year, 1984)
    return {
        code
        for division in divisions().values()
        for code, first, last in division.terms
        if first <= effective <= last
    }


def test_area_codes_were_in_force_at_birth(sample: Sample) -> None:
    in_force = {year: valid_codes(year) for year in range(1910, 2012)}
    for row in whole_numbers(sample):
        assert row["id_number"][:6] in in_force[int(row["id_number"][6:10])]


def test_the_old_carry_codes_that_are_no_longer_in_use(sample: Sample) -> None:
    home = [row["id_number"] for row in sample.registers["home-511321"] if is_valid(row["id_number"])]
    old = [number for number in home if number[6:10] < "1993"]
    assert sum(number.startswith("512922") for number in old) > len(old) / 2
    assert not any(number.startswith("512922") for number in home if number[6:10] >= "1993")


def test_a_division_without_an_open_end_keeps_its_last_code() -> None:
    division = Division("511321", "", "", "", (("512922", 1984, 1992), ("511321", 1993, 9999)))
    assert [division.code_at_birth(year) for year in (1931, 1984, 1992, 1993, 2008)] == [
        "512922",
        "512922",
        "512922",
        "511321",
        "511321",
    ]


def test_villages_are_homes_of_clans(sample: Sample) -> None:
    villages: dict[str, Counter[str]] = defaultdict(Counter)
    for row in sample.registers["home-511321"]:
        if row["voter_group"] and row["ethnicity"].startswith("汉"):
            villages[row["voter_group"]][row["name"][0]] += 1
    large = [counts for counts in villages.values() if sum(counts.values()) > 150]
    assert large
    first = [counts.most_common(1)[0][1] / sum(counts.values()) for counts in large]
    assert sum(first) / len(first) > 0.12  # nationally the most frequent surname has 7.5 %


def test_basis_tells_household_from_residence_unit_and_school(sample: Sample) -> None:
    at_home = Counter(row["basis"] for row in sample.registers["home-511321"])
    assert at_home["户籍地"] > 0.99 * sum(at_home.values())
    at_host = Counter(row["basis"] for row in sample.registers["host-440306"])
    assert set(at_host) == {"household", "residence", "unit", "school"}


def test_nobody_shares_a_number_but_through_an_error(sample: Sample) -> None:
    explained = {frozenset(keys(pair)) for pair in (*sample.truth, *sample.traps)}
    by_number: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in whole_numbers(sample):
        if not row["id_number"].endswith("000"):  # spreadsheets' zeros are valid now and then
            by_number[row["id_number"]].append((row["committee"], row["registration_id"]))
    for holders in by_number.values():
        for at, right in enumerate(holders):
            assert all(frozenset((left, right)) in explained for left in holders[:at])
