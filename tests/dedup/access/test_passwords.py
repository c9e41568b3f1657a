"""Passwords are hashed slowly, under parameters that are stated."""

from __future__ import annotations

import statistics
import time

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from dedup.access.passwords import LENGTH_MAX, LENGTH_MIN, hash_password, needs_rehash, verify_password
from dedup.errors import BadRequest
from tests.dedup.access.door import PASSWORD


def test_a_hash_is_argon2id_with_the_parameters_stated_and_a_salt_of_its_own() -> None:
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)
    stated = extract_parameters(one)
    assert (stated.type, stated.time_cost, stated.memory_cost, stated.parallelism) == (Type.ID, 3, 65_536, 1)
    assert one != other
    assert PASSWORD not in one


def test_the_right_password_is_known_and_no_other() -> None:
    stored = hash_password(PASSWORD)
    assert verify_password(PASSWORD, stored)
    assert not verify_password(PASSWORD + "x", stored)
    assert not verify_password(PASSWORD, None)
    assert not verify_password(PASSWORD, "no hash at all")


def test_what_stands_beyond_the_longest_password_is_not_overlooked() -> None:
    longest = "p" * LENGTH_MAX
    stored = hash_password(longest)
    assert verify_password(longest, stored)
    assert not verify_password(longest + "x", stored)


@pytest.mark.parametrize("length", [0, LENGTH_MIN - 1, LENGTH_MAX + 1])
def test_a_password_is_neither_short_nor_endless(length: int) -> None:
    with pytest.raises(BadRequest):
        hash_password("p" * length)


def test_a_hash_of_other_parameters_is_to_be_renewed() -> None:
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=1_024, parallelism=1).hash(PASSWORD))
    assert not needs_rehash(hash_password(PASSWORD))


def test_an_unknown_account_is_refused_by_as_much_work_as_a_known_one() -> None:
    stored = hash_password(PASSWORD)
    verify_password("warm the cache up", None)

    def seconds(known: str | None) -> float:
        began = time.process_time()
        verify_password("wrong-plum-trees", known)
        return time.process_time() - began

    known, unknown = (statistics.median(seconds(of) for _ in range(7)) for of in (stored, None))
    assert unknown == pytest.approx(known, rel=0.25)
