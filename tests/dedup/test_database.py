from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from dedup.audit.copying import CONSUMER, copy_log
from dedup.bootstrap import open_service
from dedup.database import LOG_FILE, open_tables, postgres_options
from dedup.errors import BadRequest, Unavailable
from dedup.settings import Settings
from events.log import Consumed, EventLog, Write
from events.postgres import migrate_postgres, open_postgres_log
from events.postgres_connections import PostgresOptions
from events.sqlite import open_sqlite_log
from tests.events.log_contract import claimed
from tests.examples import registered


def run(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dedup", *arguments],
        env={**os.environ, "DEDUP_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def fill(log: EventLog, streams: int) -> None:
    log.append(Write(f"registration/2026/county/340123/{n}", 0, (registered(),)) for n in range(streams))
    twice = Write("registration/2026/county/340123/twice", 0, (registered(), registered()))
    log.append([twice], Consumed("projector:x", 3))


def open_target(url: str) -> EventLog:
    options = PostgresOptions(url, pool_size=1)
    migrate_postgres(options)
    return open_postgres_log(options)


def test_a_url_and_a_password_are_read_from_files(tmp_path: Path) -> None:
    url, password = tmp_path / "url", tmp_path / "password"
    url.write_text("postgresql://dedup@db/rolls\n", encoding="utf-8")
    password.write_text("s3cret:/@\n", encoding="utf-8")
    options = postgres_options(Settings(database_url_file=url, database_password_file=password))
    assert (options.url, options.password) == ("postgresql://dedup@db/rolls", "s3cret:/@")


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_a_secret_that_is_not_there_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "url"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest, match="url"):
        postgres_options(Settings(database_url_file=path))


def test_a_malformed_url_is_refused_without_repeating_its_password() -> None:
    with pytest.raises(BadRequest) as refused:
        postgres_options(Settings.model_validate({"database_url": "postgresql://u:s3cret@[db/x"}))
    assert "s3cret" not in str(refused.value) + repr(refused.value.__cause__)


def test_a_service_keeps_its_log_in_the_database_and_what_follows_from_it_in_the_store(
    postgres_url: str, tmp_path: Path
) -> None:
    settings = Settings.model_validate({"store": tmp_path / "store", "database_url": postgres_url})
    with pytest.raises(Unavailable, match="store migrate"), open_service(settings):
        pass
    with open_service(settings, create=True) as service:
        service.log.append([Write("registration/2026/county/340123/1", 0, (registered(),))])
        assert service.current_cases().position == 0
    with open_service(settings) as service:
        assert service.log.head() == 1
    assert [path.name for path in (tmp_path / "store").glob("**/*.sqlite")] == []


def test_the_tables_beside_the_log_stay_in_the_store_where_the_settings_say_so(
    postgres_url: str, tmp_path: Path
) -> None:
    values = {"store": tmp_path / "store", "database_url": postgres_url, "database_holds": "log"}
    with open_service(Settings.model_validate(values), create=True) as service:
        service.accounts.begin("root", "fifteen-plum-trees")
        (folder,) = (tmp_path / "store").glob("of-*")
        assert (folder / "views.sqlite").exists()
        assert (tmp_path / "store" / "access.sqlite").exists()
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT to_regclass('passwords')").fetchone() == (None,)


def test_two_services_share_accounts_and_sessions(postgres_url: str, tmp_path: Path) -> None:
    settings = [
        Settings.model_validate({"store": tmp_path / name, "database_url": postgres_url}) for name in "ab"
    ]
    with open_service(settings[0], create=True) as one, open_service(settings[1]) as other:
        one.accounts.begin("root", "fifteen-plum-trees")
        session, _ = other.accounts.sign_in("root", "fifteen-plum-trees", "10.0.0.7")
        assert one.accounts.by_session(session) is not None
        one.accounts.sign_out(session)
        assert other.accounts.by_session(session) is None


def test_programs_need_no_right_to_make_tables_once_they_are_made(postgres_url: str, tmp_path: Path) -> None:
    assert run("store", "migrate", url=postgres_url).returncode == 0
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        owner.execute("DROP ROLE IF EXISTS modest")
        owner.execute("CREATE ROLE modest LOGIN")
        owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO modest")
    url = postgres_url.replace("user=dedup", "user=modest")
    with open_service(Settings.model_validate({"store": tmp_path / "store", "database_url": url})) as service:
        service.log.append([Write("registration/2026/county/340123/1", 0, (registered(),))])
        service.accounts.begin("root", "fifteen-plum-trees")
        assert service.current_cases().position == 0
        assert open_tables(service.settings, service.log, "answers") is not None


def test_a_copy_holds_the_same_and_is_the_beginning_of_what_follows(
    postgres_url: str, tmp_path: Path
) -> None:
    with closing(open_sqlite_log(tmp_path / LOG_FILE)) as old, closing(open_target(postgres_url)) as new:
        fill(old, 12)
        copied = copy_log(old, new)
        assert (copied.events, copied.position) == (14, 14)
        assert list(new.read_encoded_after(0, limit=99)) == list(old.read_encoded_after(0, limit=99))
        assert new.position_of("projector:x") == 3
        old.append(
            [Write("registration/2026/county/340123/late", 0, (registered(),))], Consumed("projector:x", 14)
        )
        again = copy_log(old, new)
        assert (again.events, again.position, new.position_of("projector:x")) == (1, 15, 14)


def test_a_copy_that_was_interrupted_goes_on(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dedup.audit.copying.BATCH_EVENTS", 5)

    def interrupt(position: int, _head: int) -> None:
        if position == 10:
            raise KeyboardInterrupt

    with closing(open_sqlite_log(tmp_path / LOG_FILE)) as old, closing(open_target(postgres_url)) as new:
        fill(old, 20)
        with pytest.raises(KeyboardInterrupt):
            copy_log(old, new, interrupt)
        assert (new.head(), new.position_of(CONSUMER)) == (10, 10)
        assert copy_log(old, new).events == 12


def test_a_target_that_holds_something_else_is_refused(postgres_url: str, tmp_path: Path) -> None:
    with closing(open_sqlite_log(tmp_path / LOG_FILE)) as old, closing(open_target(postgres_url)) as new:
        fill(old, 3)
        new.append([Write("case/foreign", 0, (claimed(),))])
        with pytest.raises(BadRequest, match="already holds"):
            copy_log(old, new)
        assert new.head() == 1


def test_the_commands_set_up_copy_and_examine_a_database(postgres_url: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    with closing(open_sqlite_log(store / LOG_FILE)) as old:
        fill(old, 3)
    with open_service(Settings(store=store)) as service:
        service.accounts.begin("root", "fifteen-plum-trees")
    copied = run("store", "copy", "--from", str(store), "--json", url=postgres_url)
    assert copied.returncode == 0, copied.stderr
    told = json.loads(copied.stdout)
    assert (told["position"], told["accounts"]) == (8, 1)
    there = Settings.model_validate({"store": tmp_path / "there", "database_url": postgres_url})
    with open_service(there) as service:
        service.accounts.sign_in("root", "fifteen-plum-trees", "10.0.0.7")
    migrated = run("store", "migrate", "--json", url=postgres_url)
    assert json.loads(migrated.stdout) == {"before": 1, "after": 1}
    examined = run("doctor", "--json", "--store", str(store), url=postgres_url)
    codes = {finding["code"] for finding in json.loads(examined.stdout)}
    assert {"database", "contents"} <= codes


def test_doctor_says_when_the_database_is_newer_than_the_program(postgres_url: str, tmp_path: Path) -> None:
    migrate_postgres(PostgresOptions(postgres_url, pool_size=1))
    with psycopg.connect(postgres_url) as connection:
        connection.execute("INSERT INTO log_schema (step) VALUES (99)")
    examined = run("doctor", "--json", "--lang", "en", "--store", str(tmp_path), url=postgres_url)
    assert examined.returncode == 1
    assert "schema 99" in examined.stdout
