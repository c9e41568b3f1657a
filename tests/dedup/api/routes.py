"""Every route of the API with the permission that it declares, and one valid request for each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from httpx2 import Response

from dedup.access.policy import Action
from dedup.api import app, case_commands
from dedup.api.caller import Permit
from dedup.api.describing import permits_of
from tests.dedup.api.world import CASE, FAR, HOME, HOST, Served, as_

Subject = Literal["case", "left roll", "nothing"]
"""What a request is about, and so whose it is: the case of both committees, the host's roll, or neither."""

KEY: Final = {"cycle": "2026", "level": "county", "committee": HOST, "registration_id": "B0001"}
OTHER_KEY: Final = {"cycle": "2026", "level": "county", "committee": HOME, "registration_id": "A0001"}
ABSENT_CASE: Final = "AAAAAAAAAAAAAAAA"
ROW: Final = {"registration_id": "B0009", "committee": HOST, "name": "李四"}


@dataclass(frozen=True)
class Route:
    """A route: its method and template, and the action that its permit names."""

    method: str
    template: str
    permits: tuple[Permit, ...]

    @property
    def name(self) -> str:
        """Return the method and the template."""
        return f"{self.method} {self.template}"

    @property
    def action(self) -> Action | None:
        """Return the action; None for a route that anybody may ask."""
        (permit,) = self.permits
        return permit.action


@dataclass(frozen=True)
class Example:
    """A valid request of a route."""

    about: Subject
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    refuses_by_line: bool = False
    """Whether a stranger is answered line by line, each refused, rather than refused whole."""

    def send(self, world: Served, route: Route, who: str | None, *, case: str = CASE) -> Response:
        """Send the request as somebody, or as nobody, about the pair's case or another one."""
        path = route.template.replace("/problems/{code}", "/problems/case-unknown")
        for name, value in (
            ("case_id", case),
            ("level", "county"),
            ("code", FAR if case != CASE else HOST),
            ("sha256", "0" * 64),
        ):
            path = path.replace(f"{{{name}}}", value)
        headers = (as_(who) if who else {}) | self.headers
        body = None if self.body is None else json.loads(json.dumps(self.body).replace(CASE, case))
        return world.client.request(
            route.method, path, json=body, params=self.query, headers=headers, **self.more
        )


def all_routes() -> list[Route]:
    """Return every route of the API."""
    return [
        Route(method, route.path, tuple(permits_of(route.dependant)))
        for route in app.all_routes()
        for method in sorted(route.methods)
    ]


_IF_MATCH: Final = {"If-Match": "*"}
_BODIES: Final[dict[str, dict[str, Any]]] = {
    "assign": {"assignee": "second-host"},
    "comments": {"text": "看过"},
    "letters": {"kind": "verification", "number": "〔2026〕1号"},
    "position": {"outcome": "host_keeps"},
    "proposal": {"outcome": "host_keeps"},
    "refuse": {"reason": "不同意"},
    "escalate": {"reason": "对方不答复"},
    "appeal": {"filed_on": "2026-08-30", "reason": "有异议"},
    "appeal-decision": {"upheld": False, "reason": "驳回"},
    "suit": {"filed_on": "2026-08-30"},
    "judgment": {"outcome": "host_keeps", "reason": "判决"},
    "reopen": {"reason": "新情况"},
    "advice": {"outcome": "host_keeps", "reason": "建议"},
}


HEAD: Final = {
    "number": "〔2026〕9号",
    "sender": {"name": "甲县选举委员会"},
    "recipient": {"name": "乙县选举委员会"},
}


def _command(name: str) -> Example:
    return Example("case", _BODIES.get(name, {}), headers=_IF_MATCH)


EXAMPLES: Final[dict[str, Example]] = {
    **{f"POST /cases/{{case_id}}/{o.name}": _command(o.name) for o in case_commands.ORDERS},
    "GET /committees/{level}/{code}/cases": Example("left roll"),
    "GET /committees/{level}/{code}/counterparts": Example("left roll"),
    "GET /cases/{case_id}": Example("case"),
    "GET /cases/{case_id}/history": Example("case"),
    "POST /cases/bulk": Example("case", {"cases": [CASE], "action": "not_same"}, refuses_by_line=True),
    "POST /registrations": Example("left roll", ROW, headers={"Idempotency-Key": "k"}, refuses_by_line=True),
    "POST /registrations/lookup": Example("left roll", {"registration": KEY}),
    "POST /registrations/history": Example("left roll", KEY),
    "POST /files": Example(
        "left roll",
        more={
            "files": {"file": ("roll.csv", "登记编号,姓名\nB0010,赵六\n".encode(), "text/csv")},
            "data": {"committee": HOST},
        },
    ),
    "GET /files/{sha256}": Example("left roll", query={"committee": HOST}),
    "GET /files/{sha256}/rejects": Example("left roll", query={"committee": HOST}),
    "POST /certificates": Example(
        "left roll", {"number": "沪选2026-7", "registration": KEY, "host_committee": FAR}
    ),
    "POST /certificates/use": Example(
        "left roll", {"home_committee": HOME, "number": "皖选2026-1", "registration": KEY}
    ),
    "POST /certificates/revoke": Example(
        "left roll", {"home_committee": HOST, "number": "沪选2026-7", "reason": "误发"}
    ),
    "POST /letters/inquiry": Example(
        "left roll", {**HEAD, "committee": HOST, "counterpart": HOME, "number": "〔2026〕7号"}
    ),
    "POST /letters/reply": Example(
        "case", {**HEAD, "inquiry_number": "〔2026〕8号", "inquiry_dated": "2026-08-20", "cases": [CASE]}
    ),
    "POST /letters/notice": Example("case", {**HEAD, "case": CASE}),
    "GET /committees/{level}/{code}/certificates": Example("left roll"),
    "GET /committees/{level}/{code}/missed-voters": Example("left roll"),
    "GET /committees/{level}/{code}/calendar": Example("left roll"),
    "PUT /committees/{level}/{code}/calendar": Example("left roll", {"election_day": "2026-11-08"}),
    "POST /why": Example("case", {"left": KEY, "right": OTHER_KEY}),
    "GET /events": Example("nothing"),
    "POST /session": Example("nothing", {"name": "nobody", "password": "not-a-password"}),
    "GET /session": Example("nothing"),
    "DELETE /session": Example("nothing"),
    "GET /livez": Example("nothing"),
    "GET /readyz": Example("nothing"),
    "GET /startupz": Example("nothing"),
    "GET /metrics": Example("nothing"),
    "GET /problems": Example("nothing"),
    "GET /problems/{code}": Example("nothing"),
}
"""One request for each route. A route that is missing here fails `test_matrix`."""
