"""Nobody guesses fast, and nobody who guesses shuts another out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.access.secrets import SecretStore
from dedup.access.throttling import GUESSES_MAX, WITHIN, Guesses
from dedup.errors import BadRequest, Conflict
from dedup.tables.sqlite import file_tables
from tests.dedup.access.door import Door
from tests.engines import Opening

NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def guesses() -> Guesses:
    return SecretStore(file_tables(":memory:")).guesses


def test_an_account_takes_ten_guesses_a_minute_from_strangers_wherever_they_are(guesses: Guesses) -> None:
    admitted = [guesses.admit("li", f"10.0.0.{n}", NOW) for n in range(30)]
    assert admitted == [True] * GUESSES_MAX + [False] * 20


def test_an_address_gets_ten_guesses_a_minute_whatever_the_account(guesses: Guesses) -> None:
    admitted = [guesses.admit(f"account{n}", "10.0.0.7", NOW) for n in range(30)]
    assert admitted == [True] * GUESSES_MAX + [False] * 20


def test_after_a_minute_one_may_guess_again(guesses: Guesses) -> None:
    for _ in range(GUESSES_MAX):
        guesses.admit("li", "10.0.0.7", NOW)
    assert not guesses.admit("li", "10.0.0.7", NOW + WITHIN - timedelta(microseconds=1))
    assert guesses.admit("li", "10.0.0.7", NOW + WITHIN)


def test_strangers_do_not_shut_out_the_person_at_an_address_where_he_signed_in(guesses: Guesses) -> None:
    guesses.admit("li", "desk", NOW)
    guesses.was_right("li", "desk", NOW, NOW)
    for n in range(100):
        guesses.admit("li", f"stranger{n}", NOW)
    assert not guesses.admit("li", "stranger", NOW)
    assert guesses.admit("li", "desk", NOW)


def test_a_known_address_guesses_no_faster_than_another(guesses: Guesses) -> None:
    guesses.admit("li", "desk", NOW)
    guesses.was_right("li", "desk", NOW, NOW)
    assert sum(guesses.admit("li", "desk", NOW) for _ in range(30)) == GUESSES_MAX


def test_a_whole_office_behind_one_address_signs_in_at_nine(guesses: Guesses) -> None:
    for n in range(50):
        assert guesses.admit(f"account{n}", "office", NOW)
        guesses.was_right(f"account{n}", "office", NOW, NOW)


def test_ones_own_right_password_does_not_buy_guesses_at_others(guesses: Guesses) -> None:
    admitted = 0
    for _ in range(30):
        admitted += guesses.admit("li", "10.0.0.7", NOW)
        if guesses.admit("mine", "10.0.0.7", NOW):
            guesses.was_right("mine", "10.0.0.7", NOW, NOW)
    assert admitted == GUESSES_MAX


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.integers(0, 20)), max_size=80))
def test_no_minute_holds_more_than_ten_guesses_of_an_account_or_an_address(
    tried: list[tuple[str, str, int]],
) -> None:
    guesses, now = SecretStore(file_tables(":memory:")).guesses, NOW
    admitted: list[tuple[str, str, datetime]] = []
    for account, address, seconds in tried:
        now += timedelta(seconds=seconds)
        if guesses.admit(account, address, now):
            admitted.append((account, address, now))
    for _, _, start in admitted:
        minute = [one for one in admitted if start <= one[2] < start + WITHIN]
        for place, names in ((0, "ab"), (1, "xy")):
            assert all(sum(one[place] == name for one in minute) <= GUESSES_MAX for name in names)


def test_guesses_at_the_same_moment_are_counted_each(open_tables: Opening) -> None:
    stores = [SecretStore(open_tables("access")) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda n: stores[n % 2].guesses.admit("li", f"{n}", NOW), range(64)))
    for store in stores:
        store.close()
    assert sum(admitted) == GUESSES_MAX


def test_names_that_strangers_type_take_no_more_room_than_names_do(guesses: Guesses) -> None:
    guesses.admit("x" * 1_000_000, "10.0.0.7", NOW)
    longest = guesses._secrets.one("SELECT MAX(LENGTH(subject)) FROM guesses")
    assert longest is not None
    assert longest[0] < 200


def test_the_eleventh_wrong_password_is_not_even_looked_at(door: Door) -> None:
    for _ in range(GUESSES_MAX):
        with pytest.raises(BadRequest) as refused:
            door.sign_in("stranger", "wrong-plum-trees")
        assert refused.value.code == "sign-in-refused"
    with pytest.raises(Conflict) as stopped:
        door.sign_in("stranger")
    assert stopped.value.code == "too-many-guesses"
