from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from starlette.middleware import Middleware

from dedup.api.gate import BODY_BYTES_MAX, Admitting
from dedup.errors import BadInput, BadRequest, Conflict, CorruptLog, DedupError, Unavailable
from events.codec import UnreadableEvent
from events.log import LogUnavailable
from tests.dedup.api.world import CASE, HOST, Served, as_, served

ME = as_("reviewer-host")


def problem(answer: Any, status: int, code: str) -> Any:  # noqa: ANN401
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == f"/problems/{code}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


def test_an_unknown_address_is_a_problem(world: Served) -> None:
    problem(world.client.get("/nothing", headers=ME), 404, "not-found")


def test_a_method_that_an_address_does_not_have_is_a_problem(world: Served) -> None:
    answer = world.client.put(f"/cases/{CASE}", headers=ME)
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


def test_nobody_is_asked_to_sign_in(world: Served) -> None:
    answer = world.client.get(f"/cases/{CASE}")
    problem(answer, 401, "not-signed-in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_each_field_that_is_wrong_is_named_with_what_is_wrong(world: Served) -> None:
    body = {"cases": [CASE, "x"], "action": "remove", "reason": "r" * 3_000}
    document = problem(world.client.post("/cases/bulk", json=body, headers=ME), 422, "request-invalid")
    assert {error["pointer"] for error in document["errors"]} == {"/cases/1", "/action", "/reason"}
    assert all(error["detail"] for error in document["errors"])


def test_a_member_that_there_is_not_is_refused_and_not_repeated(world: Served) -> None:
    body = {"cases": [CASE], "action": "assign", "王小明": "340123198503120010"}
    document = problem(world.client.post("/cases/bulk", json=body, headers=ME), 422, "request-invalid")
    assert [error["code"] for error in document["errors"]] == ["extra_forbidden"]
    assert "王小明" not in str(document)


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("en", "Not found"),
        ("en-GB,zh;q=0.5", "Not found"),
        ("zh-CN", "没有找到"),
        ("", "没有找到"),
        ("fr", "没有找到"),
    ],
)
def test_a_problem_is_told_in_the_language_asked_for(accepted: str, title: str, world: Served) -> None:
    answer = world.client.get("/nothing", headers={"Accept-Language": accepted})
    assert answer.json()["title"] == title


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadRequest("side-unknown"), 400),
        (BadRequest("case-unknown", case="x"), 404),
        (BadInput("too-many-lines", limit=1), 422),
        (Conflict("log-conflict"), 409),
        (Unavailable("store-unavailable", detail="/var/x"), 503),
        (LogUnavailable("/var/x"), 503),
        (CorruptLog("log-unreadable", detail="x"), 500),
        (UnreadableEvent("x"), 500),
        (RuntimeError("x"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_whose_fault_an_error_is_decides_the_status(
    error: Exception, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    with served(tmp_path / "store", raises=False) as world:
        monkeypatch.setattr(type(world.service.desk), "load", fail)
        answer = world.client.get(f"/cases/{CASE}", headers=ME)
        code = (
            error.code if isinstance(error, DedupError) else answer.json()["type"].removeprefix("/problems/")
        )
        document = problem(answer, status, code)
        assert "/var/x" not in str(document)
        assert ("retry-after" in answer.headers) == (status == HTTPStatus.SERVICE_UNAVAILABLE)


def test_every_answer_keeps_a_browser_from_being_used_against_us(world: Served) -> None:
    for url in (f"/cases/{CASE}", "/nothing", "/livez"):
        headers = world.client.get(url, headers=ME).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_the_type_of_a_problem_leads_to_what_to_do(world: Served) -> None:
    for kind in world.client.get("/problems", headers=ME).json():
        told = world.client.get(kind["type"], headers=ME).json()
        assert told == kind
        assert told["detail"]
    assert world.client.get("/problems/no-such", headers=ME).status_code == HTTPStatus.NOT_FOUND


def test_a_body_that_is_too_large_is_refused(world: Served) -> None:
    body = {"cases": [CASE], "action": "assign", "reason": "x" * BODY_BYTES_MAX}
    problem(world.client.post("/cases/bulk", json=body, headers=ME), 413, "body-too-large")


def test_when_too_many_are_being_answered_the_next_is_told_to_come_again(world: Served) -> None:
    world.app.user_middleware[:] = [
        Middleware(Admitting, at_a_time=0) if "at_a_time" in m.kwargs else m
        for m in world.app.user_middleware
    ]
    world.app.middleware_stack = world.app.build_middleware_stack()
    answer = world.client.get("/livez", headers=ME)
    problem(answer, 503, "too-busy")
    assert answer.headers["retry-after"]


def test_a_large_body_of_somebody_unknown_is_not_read(world: Served) -> None:
    body = b"x" * (BODY_BYTES_MAX + 1)
    problem(world.client.post("/files", content=body), 401, "not-signed-in")
    problem(world.client.post("/files", content=iter([body])), 401, "not-signed-in")


def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_limit(world: Served) -> None:
    headers = ME | {"Content-Type": "application/json"}
    pieces = iter([b" " * BODY_BYTES_MAX, b" "])
    problem(world.client.post("/cases/bulk", content=pieces, headers=headers), 413, "body-too-large")


@pytest.mark.parametrize("body", [b"[" * 50_000, b'{"a":' * 10_000, b'{"cases":["\xff"]}', b"{", b"nul"])
def test_json_that_cannot_be_read_is_a_problem(body: bytes, world: Served) -> None:
    headers = ME | {"Content-Type": "application/json"}
    answer = world.client.post("/cases/bulk", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_another_kind_is_not_taken_for_json(world: Served) -> None:
    headers = ME | {"Content-Type": "text/plain"}
    answer = world.client.post("/cases/bulk", content=b'{"cases":[],"action":"assign"}', headers=headers)
    assert answer.status_code in {415, 422}
    registrations = ME | {"Content-Type": "text/csv", "Idempotency-Key": "k"} | as_("clerk-host")
    answer = world.client.post("/registrations", content=b"a,b", headers=registrations)
    problem(answer, 415, "media-type-unknown")


def test_a_person_in_a_browser_needs_the_sessions_own_token_to_change_something(world: Served) -> None:
    cookie = {"Cookie": "__Host-dedup=reviewer-host", "If-Match": "*"}
    assert world.client.get(f"/cases/{CASE}", headers=cookie).status_code == HTTPStatus.OK
    for forged in ({}, {"X-CSRF-Token": "guess"}, {"X-CSRF-Token": "secret-of-auditor"}):
        answer = world.client.post(f"/cases/{CASE}/claim", json={}, headers=cookie | forged)
        problem(answer, 403, "request-forged")
    right = {"X-CSRF-Token": "secret-of-reviewer-host"}
    answer = world.client.post(f"/cases/{CASE}/claim", json={}, headers=cookie | right)
    assert answer.status_code == HTTPStatus.OK
    assert HOST in answer.text
