"""Personal values come back in answers that are meant to hold them, and nowhere else.

Every voter of the store and everything that callers send is a canary: a value that occurs nowhere else. None
may be found in a log at DEBUG, an address, a metric or a problem, whatever goes wrong.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

import pytest

from events.log import LogUnavailable
from events.registrations import Voter
from tests.dedup.api.routes import EXAMPLES, Example, Route, all_routes
from tests.dedup.api.world import CASE, HOST, Served, as_, served

ROUTES: Final = {route.name: route for route in all_routes()}
CANARIES: Final = {
    "name": "金丝雀丁",
    "id_number": "340123198503127773",
    "phone": "13912345677",
    "household_address": "金丝雀路七十七号",
    "employer": "金丝雀工厂",
    "note": "金丝雀备注",
    "registration_id": "JSQ-7777777",
    "password": "canary-password-77",
}
WHO: Final = ("reviewer-host", "clerk-host", "supervisor-host", "nation", "auditor", "administrator", None)
FILERS: Final = {
    "POST /registrations": "clerk-host",
    "POST /files": "clerk-host",
    "GET /metrics": "auditor",
}
"""Who may, where a reviewer may not."""
SENT: Final = ("name", "id_number", "registration_id")
CLIENT: Final = ("httpx", "httpcore")
"""Loggers of the client, which is not ours and sends what it is told."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    voters = {name: value for name, value in CANARIES.items() if name in Voter.model_fields}
    with served(tmp_path_factory.mktemp("canaries") / "store", raises=False, **voters) as opened:
        opened.app.state.stopping.set()
        yield opened


def found_in(text: str) -> list[str]:
    """Return the canaries in a text, as they are or as a server may have escaped them."""
    spellings = {
        kind: {value, json.dumps(value)[1:-1], repr(value.encode())[2:-1], value.encode().hex()}
        for kind, value in CANARIES.items()
    }
    return [kind for kind, ways in spellings.items() if any(way in text for way in ways)]


def told(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(name)s %(message)s")
    return "\n".join(formatter.format(r) for r in caplog.records if not r.name.startswith(CLIENT))


def poisoned(value: Any, canary: str) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Yield the JSON with the canary in the place of each value, and as a member that there is not."""
    if isinstance(value, dict):
        for name, inner in value.items():
            for other in poisoned(inner, canary):
                yield {**value, name: other}
        yield {**value, canary: canary}
    yield canary


def requests_of(example: Example) -> Iterator[dict[str, Any]]:
    """Yield requests like the example with a canary in every place where a caller may put one."""
    for canary in (CANARIES[kind] for kind in SENT):
        if example.body is not None:
            yield from ({"json": body} for body in poisoned(example.body, canary))
        quoted = canary.encode().decode("latin-1")
        for header in ("If-Match", "Idempotency-Key", "Last-Event-ID", "Accept-Language", "X-CSRF-Token"):
            yield {"headers": {header: quoted}}
        yield {"headers": {"Authorization": f"Bearer {quoted}"}}
        yield {"headers": {"Content-Type": f"text/{quoted}"}, "content": canary.encode()}
        yield {"content": b'{"name": "' + canary.encode(), "headers": {"Content-Type": "application/json"}}
        if "files" in example.more:
            rows = f"登记编号,姓名,公民身份号码\n{canary},,{canary}\n".encode()
            yield {
                "files": {"file": (f"{canary}.csv", rows, f"text/{quoted}")},
                "data": {"committee": canary, canary: canary},
            }
            yield {"files": {"file": (f"{canary}.csv", rows, "text/csv")}, "data": {"committee": HOST}}
            yield {
                "files": {"file": (f"{canary}.xlsx", b"PK" + rows, "text/csv")},
                "data": {"committee": HOST},
            }


def send(world: Served, route: Route, example: Example, who: str | None, request: dict[str, Any]) -> Any:  # noqa: ANN401
    path = route.template.format(case_id=CASE, level="county", code=HOST, sha256="0" * 64)
    headers = (as_(who) if who else {}) | example.headers | request.get("headers", {})
    rest = {name: value for name, value in request.items() if name != "headers"}
    return world.client.request(
        route.method,
        path,
        params=example.query,
        headers={k: v.encode("latin-1") for k, v in headers.items()},
        **rest,
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_a_caller_sends_comes_back_in_no_problem_and_no_log(
    name: str, shared: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    route, example = ROUTES[name], EXAMPLES[name]
    who = FILERS.get(name, "reviewer-host")
    for request in requests_of(example):
        answer = send(shared, route, example, who, request)
        assert answer.status_code < 500, (request, answer.text)
        if answer.status_code >= 400:
            assert found_in(answer.text) == [], (request, answer.text)
        assert found_in(str(answer.headers)) == [], request
    assert found_in(told(caplog)) == []


@pytest.mark.parametrize(
    "failure",
    [
        RuntimeError("; ".join(CANARIES.values())),
        sqlite3.OperationalError("; ".join(CANARIES.values())),
        LogUnavailable("; ".join(CANARIES.values())),
        OSError(5, "; ".join(CANARIES.values())),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_failure_in_the_middle_of_a_voters_values_tells_none_of_them(
    failure: Exception,
    shared: Served,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)

    def fail(*_: object, **__: object) -> None:
        raise failure

    for method in ("read_stream", "read_latest", "append", "head"):
        monkeypatch.setattr(type(shared.service.log), method, fail)
    failed = 0
    for name, route in ROUTES.items():
        for who in WHO:
            answer = EXAMPLES[name].send(shared, route, who)
            failed += answer.status_code >= 500
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert found_in(answer.text) == [], name
    assert failed > 20
    assert found_in(told(caplog) + "".join(capfd.readouterr())) == []


def test_a_field_of_the_store_that_cannot_be_read_is_told_without_its_values(
    shared: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def invalid(*_: object, **__: object) -> None:
        Voter.model_validate({"name": [CANARIES["name"]], "id_number": {"x": CANARIES["id_number"]}})

    monkeypatch.setattr("dedup.api.showing.registration_as_of", invalid)
    answer = shared.client.get(f"/cases/{CASE}", headers=as_("reviewer-host"))
    assert answer.status_code == 500
    assert found_in(answer.text + told(caplog)) == []
    assert "dedup.api" in told(caplog)


def test_metrics_hold_no_personal_value_and_a_bounded_number_of_series(shared: Served) -> None:
    for canary in CANARIES.values():
        shared.client.request(f"X{canary.encode().hex()[:8].upper()}", "/livez")
        shared.client.get(f"/{canary}/{canary}")
        shared.client.get(
            f"/committees/county/{canary}/cases?assigned={canary}", headers=as_("reviewer-host")
        )
    text = shared.client.get("/metrics", headers=as_("administrator")).text
    assert found_in(text) == []
    methods = {line.split('method="')[1].split('"')[0] for line in text.splitlines() if 'method="' in line}
    assert methods <= {"GET", "POST", "PUT", "DELETE", "other"}


def test_what_a_case_shows_holds_no_whole_number_and_no_remark(shared: Served) -> None:
    for who in ("reviewer-host", "reviewer-home", "nation", "auditor"):
        text = shared.client.get(f"/cases/{CASE}", headers=as_(who)).text
        assert set(found_in(text)) == {"name", "household_address", "employer"}


def test_no_route_takes_a_voters_value_in_its_address() -> None:
    assert {part for r in ROUTES.values() for part in r.template.split("/") if part.startswith("{")} == {
        "{case_id}", "{level}", "{code}", "{sha256}",
    }  # fmt: skip
