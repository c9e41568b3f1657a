"""What both engines promise to whoever keeps something in tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dedup.tables import Tables, make_missing
from tests.engines import Opening

THINGS = (
    "CREATE TABLE IF NOT EXISTS things (name TEXT PRIMARY KEY, times INTEGER NOT NULL, "
    "weight REAL NOT NULL, body BLOB) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS things_by_times ON things (times)",
)
PUT = (
    "INSERT INTO things VALUES (:name, :times, :weight, :body) "
    "ON CONFLICT (name) DO UPDATE SET times=excluded.times"
)


@pytest.fixture
def tables(open_tables: Opening) -> Tables:
    made = open_tables("answers")
    make_missing(made, THINGS)
    return made


def thing(name: str, times: int = 1) -> dict[str, object]:
    return {"name": name, "times": times, "weight": 0.1, "body": b"\x00\xff"}


def names(tables: Tables) -> list[str]:
    with tables.reading() as step:
        return [name for (name,) in step.rows("SELECT name FROM things ORDER BY name")]


def test_what_is_put_in_is_read_back_exactly(tables: Tables) -> None:
    with tables.writing() as step:
        step.do_each(PUT, [thing("李"), thing("l'i: 100% ?")])
        assert step.do(PUT, thing("李", 2)) == 1
    with tables.reading() as step:
        assert step.rows("SELECT * FROM things WHERE name=?", ("李",)) == [("李", 2, 0.1, b"\x00\xff")]
        assert step.rows("SELECT times FROM things WHERE name=?", ("l'i: 100% ?",)) == [(1,)]


def test_texts_are_in_the_order_of_their_bytes(tables: Tables) -> None:
    given = ["a", "B", "é", "中", "𬱖", "a b", "a-b", "ab", "_", "~", ""]
    with tables.writing() as step:
        step.do_each(PUT, map(thing, given))
    assert names(tables) == sorted(given, key=str.encode)


def test_a_step_that_fails_leaves_nothing(tables: Tables) -> None:
    def fail() -> None:
        with tables.writing() as step:
            step.do(PUT, thing("half"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(tables) == []
    with tables.writing() as step:
        step.do(PUT, thing("whole"))
    assert names(tables) == ["whole"]


def test_of_many_writers_each_sees_what_the_one_before_it_wrote(open_tables: Opening, tables: Tables) -> None:
    programs = [tables, *(open_tables("answers") for _ in range(3))]
    with tables.writing() as step:
        step.do(PUT, thing("counter", 0))

    def count_up(number: int) -> None:
        with programs[number % 4].writing() as step:
            ((times,),) = step.rows("SELECT times FROM things WHERE name='counter'")
            step.do("UPDATE things SET times=? WHERE name='counter'", (times + 1,))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(60)))
    with tables.reading() as step:
        assert step.rows("SELECT times FROM things") == [(60,)]


def test_tables_are_made_once_whoever_comes_first(open_tables: Opening) -> None:
    programs = [open_tables("answers") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda program: make_missing(program, THINGS), programs))
    with programs[0].reading() as step:
        assert step.has("things")
        assert not step.has("thing")
