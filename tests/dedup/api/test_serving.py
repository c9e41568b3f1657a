"""The server over a real socket: streams, stopping, and the thread that follows the log."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from dedup.api.app import create_app
from dedup.api.serving import Server, server_of
from dedup.bootstrap import open_service
from dedup.clock import system_clock
from dedup.settings import Settings
from events.cases import case_id_of
from tests.dedup.api.world import CASE, FOREIGN, HOME, HOST, LEFT, RIGHT, Doors, as_, put_on_rolls
from tests.examples import key

WAIT_S: Final = 20.0


class Running:
    """A server in a thread of its own."""

    def __init__(self, folder: Path, *, follow: bool) -> None:
        self.ready = threading.Event()
        self._folder, self._follow = folder, follow
        self.doors = Doors()
        self.server: Server | None = None
        self.thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        with open_service(
            Settings(store=self._folder, workers=0), create=True, clock=system_clock
        ) as service:
            put_on_rolls(service.log, LEFT, RIGHT)
            put_on_rolls(service.log, *FOREIGN)
            service.current_queues()
            self.service = service
            self.server = server_of(create_app(service, self.doors, follow=self._follow), "127.0.0.1", 0)
            self.ready.set()
            self.server.run()

    def url(self) -> str:
        """Return the address once the server listens."""
        assert self.ready.wait(WAIT_S)
        assert self.server is not None
        server = self.server
        until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> float:
        """Stop as a signal would; return how long it took."""
        assert self.server is not None
        began = time.monotonic()
        self.server.handle_exit(signal.SIGTERM, None)
        self.thread.join(WAIT_S)
        assert not self.thread.is_alive()
        return time.monotonic() - began


@contextmanager
def running(folder: Path, *, follow: bool = False) -> Iterator[tuple[Running, httpx2.Client]]:
    server = Running(folder, follow=follow)
    server.thread.start()
    try:
        with httpx2.Client(base_url=server.url(), timeout=WAIT_S) as client:
            yield server, client
    finally:
        server.stop()


def until(holds: Any) -> None:  # noqa: ANN401 - any condition
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.02)


def events(lines: Iterator[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield the kind, id and content of the events of a stream."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name in {"event", "id", "data"}:
            fields[name] = value
        elif not line and "data" in fields:
            yield fields["event"], fields["id"], json.loads(fields.pop("data"))


def claim(client: httpx2.Client, who: str = "reviewer-host") -> None:
    headers = as_(who, **{"If-Match": "*"})
    assert client.post(f"/cases/{CASE}/claim", json={}, headers=headers).status_code == HTTPStatus.OK


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, httpx2.Client]]:
    with running(tmp_path_factory.mktemp("live") / "store") as opened:
        yield opened


def test_a_change_is_told_as_it_happens_and_without_what_was_said(
    live: tuple[Running, httpx2.Client],
) -> None:
    _, client = live
    with client.stream("GET", "/events", headers=as_("reviewer-home")) as stream:
        told = events(stream.iter_lines())
        assert next(told)[0] == "open"
        claim(client)
        kind, place, data = next(told)
    assert (kind, data["case_id"], data["type"]) == ("case", CASE, "CaseClaimed")
    assert int(place) > 0
    assert set(data) == {"case_id", "version", "type"}


def test_a_stream_goes_on_after_the_last_event_that_was_seen(live: tuple[Running, httpx2.Client]) -> None:
    _, client = live
    with client.stream("GET", "/events", headers=as_("auditor", **{"Last-Event-ID": "0"})) as stream:
        told = events(stream.iter_lines())
        seen = [next(told) for _ in range(3)]
    with client.stream("GET", "/events", headers=as_("auditor", **{"Last-Event-ID": seen[1][1]})) as stream:
        told = events(stream.iter_lines())
        next(told)
        assert next(told) == seen[2]


def test_a_stream_tells_nothing_of_cases_of_others(live: tuple[Running, httpx2.Client]) -> None:
    _, client = live
    with client.stream("GET", "/events", headers=as_("reviewer-host", **{"Last-Event-ID": "0"})) as stream:
        told = events(stream.iter_lines())
        next(told)
        claim(client, "reviewer-home")
        while (event := next(told))[2]["type"] != "CaseClaimed":
            assert event[2]["case_id"] == CASE


def test_a_stream_ends_within_a_second_when_its_reader_is_let_in_no_more(
    live: tuple[Running, httpx2.Client],
) -> None:
    server, client = live
    account = server.doors.accounts["clerk-host"]
    try:
        with client.stream("GET", "/events", headers=as_("clerk-host")) as stream:
            told = events(stream.iter_lines())
            next(told)
            began = time.monotonic()
            del server.doors.accounts["clerk-host"]
            assert list(told) == []
            assert time.monotonic() - began < 1.0
    finally:
        server.doors.accounts["clerk-host"] = account


def test_the_server_does_not_wait_for_endless_streams_when_it_stops(tmp_path: Path) -> None:
    server = Running(tmp_path / "store", follow=True)
    server.thread.start()
    with (
        httpx2.Client(base_url=server.url(), timeout=WAIT_S) as client,
        client.stream("GET", "/events", headers=as_("auditor")) as stream,
    ):
        next(events(stream.iter_lines()))
        assert server.stop() < 10.0


def test_no_log_is_kept_of_addresses_and_broken_requests(
    live: tuple[Running, httpx2.Client], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    _, client = live
    client.get("/金丝雀丁", headers=as_("reviewer-host"))
    client.get("/livez?name=%E9%87%91%E4%B8%9D%E9%9B%80%E4%B8%81")
    out = "".join(capfd.readouterr()) + "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("httpx")
    )
    assert "金丝雀" not in out
    assert "%E9%87%91" not in out


def test_registrations_handed_in_by_http_are_flagged_by_the_same_process(tmp_path: Path) -> None:
    with running(tmp_path / "store", follow=True) as (_, client):
        for committee, number, who in ((HOST, "Z1", "clerk-host"), (HOME, "Z2", "clerk-home")):
            row = {
                "registration_id": number,
                "committee": committee,
                "name": "欧阳锦绣",
                "sex": "女",
                "birth_date": "1979-11-03",
                "id_number": "340123197911030027",
                "phone": "13900001111",
                "household_address": "安徽省合肥市肥西县上派镇北街7号",
            }
            headers = as_(who, **{"Idempotency-Key": number})
            assert client.post("/registrations", json=row, headers=headers).json()["accepted"] == 1
        new, other = key("Z1", HOST), key("Z2", HOME)

        def listed() -> list[str]:
            answer = client.get(f"/committees/county/{HOST}/cases", headers=as_("reviewer-host"))
            return [line["case_id"] for line in answer.json()["cases"]]

        until(lambda: client.get("/startupz").status_code == HTTPStatus.OK)
        until(lambda: case_id_of(new, other) in listed())
        pair = {"left": asdict(new), "right": asdict(other)}
        why = client.post("/why", json=pair, headers=as_("reviewer-host")).json()
        assert why["flagged"]
        assert why["assessment"]["evidence"]
        assert client.get("/readyz").json()["status"] == "ok"
        metrics = client.get("/metrics", headers=as_("auditor")).text
        assert "dedup_follower_lag_events" in metrics
