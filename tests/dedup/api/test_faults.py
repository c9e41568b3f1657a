"""Server, database and disk fail under running clients: they are told, lose nothing, and need no hands."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from dedup.bootstrap import open_service
from dedup.settings import Settings
from events.cases import CaseEvent, CaseFlagged, case_stream_id
from events.resolutions import PositionTaken
from tests.dedup.api.processes import Clients, Serving, prepare, somebody, streams_of
from tests.dedup.api.world import HOME
from tests.postgres import Server
from tests.small_disk import SmallDisk, small_disk

RECOVERY_S_MAX = 30.0
KILLS = 2
CASES = 200


@contextmanager
def clients_of(folder: Path, settings: Settings) -> Iterator[tuple[Serving, Clients]]:
    token, cases = prepare(settings, CASES)
    serving = Serving(folder, settings)
    clients: Clients | None = None
    try:
        serving.start()
        serving.until(partial(is_started, serving))
        clients = Clients(serving, token, serving.sign_in(), cases)
        clients.start()
        yield serving, clients
    finally:
        if clients is not None:
            clients.stop()
        serving.kill()


def goes_on(serving: Serving, clients: Clients) -> float:
    """Return how long it takes until both clients have been acknowledged again and all is ready."""
    before = len(clients.handed_in), len(clients.decided)

    def acknowledged() -> bool:
        return len(clients.handed_in) > before[0] + 2 and len(clients.decided) > before[1] + 2

    took_s = serving.until(acknowledged)
    return took_s + serving.until(lambda: serving.ask("GET", "/readyz")[0] == 200)


def is_started(serving: Serving) -> bool:
    """Tell whether a server has dealt with its log once."""
    return serving.ask("GET", "/startupz")[0] == 200


def missing(serving: Serving) -> list[str]:
    """Return what readiness says is missing."""
    told = serving.ask("GET", "/readyz")[2]
    return list(told.get("missing", []))


def require_nothing_lost(settings: Settings, clients: Clients) -> None:
    """Check that what was acknowledged is in the log, and nothing twice."""
    assert len(clients.handed_in) > 5
    assert len(clients.decided) > 5
    with open_service(settings) as service:
        registrations = streams_of(service.log, f"registration/2026/county/{HOME}/N")
        for number in clients.handed_in:
            assert registrations[f"registration/2026/county/{HOME}/{number}"] == 1, number
        assert set(registrations.values()) == {1}
        for case_id in clients.cases:
            events = [recorded.event for recorded in service.log.read_stream(case_stream_id(case_id))]
            taken = [event for event in events if isinstance(event, PositionTaken)]
            assert len(taken) == 1 if case_id in clients.decided else len(taken) <= 1
            assert all(isinstance(event, CaseEvent) for event in events)
        service.current_cases()
        assert service.cases.position == service.log.read_after(0, limit=10**6, of=(CaseEvent,))[-1].position


def test_a_server_killed_in_the_middle_of_commands_loses_nothing_and_does_nothing_twice(
    settings: Settings, tmp_path: Path
) -> None:
    chance = random.Random(6)
    with clients_of(tmp_path, settings) as (serving, clients):
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.0))
            serving.kill()
            serving.start()
            assert goes_on(serving, clients) < RECOVERY_S_MAX
    assert clients.unsafe == []
    require_nothing_lost(settings, clients)


def test_a_database_killed_under_a_server_is_told_and_comes_back_without_hands(
    postgres_server: Server, postgres_url: str, tmp_path: Path
) -> None:
    values = {"store": tmp_path / "store", "database_url": postgres_url, "workers": 0}
    settings = Settings.model_validate(values)
    with clients_of(tmp_path, settings) as (serving, clients):
        goes_on(serving, clients)
        postgres_server.kill()
        try:
            serving.until(lambda: bool(clients.refusals))
            serving.until(lambda: "follower" in missing(serving))
            status, headers, told = serving.ask("GET", "/readyz", Accept_Language="en")
            assert (status, told["missing"]) == (503, ["log", "read_model", "follower"])
            assert "log" in told["detail"]
            assert int(headers["retry-after"]) > 0
            assert serving.ask("GET", "/livez")[0] == 200
        finally:
            postgres_server.start()
        assert goes_on(serving, clients) < RECOVERY_S_MAX
    assert clients.unsafe == []
    require_nothing_lost(settings, clients)


def test_when_the_leading_server_is_killed_the_other_matches_and_knows_its_sessions(
    postgres_url: str, tmp_path: Path
) -> None:
    values = {"store": tmp_path / "store", "database_url": postgres_url, "workers": 0}
    settings = Settings.model_validate(values)
    token, _ = prepare(settings, 0)
    leader, other = Serving(tmp_path, settings), Serving(tmp_path, settings)
    try:
        for serving in (leader, other):
            serving.start()
            serving.until(partial(is_started, serving))
        session = leader.sign_in()
        leader.kill()
        assert other.ask("GET", f"/committees/county/{HOME}/cases", **session)[0] == 200
        for number in ("X1", "X2"):
            row = {"registration_id": number, "committee": HOME, "sex": "女", **somebody(1)}
            answer = other.ask(
                "POST", "/registrations", row, Authorization=f"Bearer {token}", Idempotency_Key=number
            )
            assert answer[0] == 200
        with open_service(settings) as service:
            took_s = other.until(lambda: service.log.count((CaseFlagged,)) == 1)
        assert took_s < RECOVERY_S_MAX
    finally:
        leader.kill()
        other.kill()


@pytest.fixture(params=["sqlite", "postgres"])
def on_a_small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Settings, SmallDisk]]:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(40))
        if request.param == "sqlite":
            yield Settings(store=disk.folder / "store", workers=0), disk
            return
        server: Server = request.getfixturevalue("postgres_server")
        place = disk.folder / "tables"
        place.mkdir()
        url = server.new_database(place)
        stack.callback(server.drop_database, url)
        yield (
            Settings.model_validate({"store": tmp_path / "store", "database_url": url, "workers": 0}),
            disk,
        )


def test_a_full_disk_is_told_and_the_service_goes_on_when_there_is_room_again(
    on_a_small_disk: tuple[Settings, SmallDisk], tmp_path: Path
) -> None:
    settings, disk = on_a_small_disk
    with clients_of(tmp_path, settings) as (serving, clients):
        goes_on(serving, clients)
        disk.fill()
        serving.until(lambda: sum(clients.refusals.values()) > 5)
        assert set(clients.refusals) == {(503, "/problems/store-unavailable")}
        disk.free()
        assert goes_on(serving, clients) < RECOVERY_S_MAX
    assert clients.unsafe == []
    require_nothing_lost(settings, clients)
