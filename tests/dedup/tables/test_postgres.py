from __future__ import annotations

import pytest

from dedup.tables.postgres import in_postgres, lock_number


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT a FROM t WHERE b=? AND c IN (?,?)", "SELECT a FROM t WHERE b=%s AND c IN (%s,%s)"),
        ("INSERT INTO t VALUES (:a, :b_c)", "INSERT INTO t VALUES (%(a)s, %(b_c)s)"),
        ("SELECT a FROM t INDEXED BY t_by_a WHERE a=1", "SELECT a FROM t WHERE a=1"),
        (
            "CREATE TABLE t (a TEXT PRIMARY KEY, b INTEGER, c REAL, d BLOB) WITHOUT ROWID",
            'CREATE TABLE t (a text COLLATE "C" PRIMARY KEY, b bigint, c double precision, d bytea)',
        ),
        ("DELETE FROM t", "DELETE FROM t"),
    ],
)
def test_the_words_in_which_the_engines_differ_are_translated(ours: str, theirs: str) -> None:
    assert in_postgres(ours) == theirs.encode()


def test_each_name_has_a_lock_of_its_own_that_stays_the_same() -> None:
    numbers = [lock_number(name) for name in ("lead", "tables/views", "tables/access", "tables/answers")]
    assert len(set(numbers)) == len(numbers)
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert lock_number("lead") == numbers[0]
