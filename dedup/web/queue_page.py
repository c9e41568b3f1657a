"""A committee's queue: the legal deadline first, filters with counts in the address, and many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.access.policy import Action
from dedup.api.cases import COUNTED_MAX, act_on_many
from dedup.api.paging import decode_cursor, encode_cursor
from dedup.api.problems import RequestProblem
from dedup.api.shapes import BulkBody, BulkResult
from dedup.api.state import service_of
from dedup.bootstrap import Service
from dedup.cases.lifecycle import State
from dedup.catalogue import say
from dedup.clock import CHINA_TIME
from dedup.committees import Committee
from dedup.rolls import registration_as_of
from dedup.views.queues import QueueQuery, QueueRow
from dedup.web.order import PROBABILITY_MIN, escalated_cases
from dedup.web.paper import page
from dedup.web.saved_views import NAME_LENGTH_MAX, SavedView, SavedViews
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of
from events.registrations import RegistrationKey

router = APIRouter(include_in_schema=False, route_class=PageRoute)

PAGE_SIZE: Final = 25
COMMITTEE: Final = "^((county|township)/[0-9]{6,12})?$"
"""A committee in an address: level/code."""
FILTERS: Final = ("waiting", "mine", "sent", "disputed", "all")
_DISPUTED: Final = (State.DISPUTED, State.PROPOSED, State.OVERDUE, State.ESCALATED)
_BULK_MAX: Final = 500
_BULK: Final = frozenset({"not_same", "assign"})


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue as a page shows it."""

    row: QueueRow
    name: str
    number: str
    days_left: int | None
    held_by: str


@router.get("/desk/queue")
def see_queue(
    request: Request,
    *,
    show: Annotated[str, Query(pattern="^(waiting|mine|sent|disputed|all)$")] = "waiting",
    committee: Annotated[str, Query(pattern=COMMITTEE)] = "",
    counterpart: Annotated[str, Query(pattern=COMMITTEE)] = "",
    after: Annotated[str, Query(max_length=300)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
    deed: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show the queue of a committee, or, to a superior or auditor, the cases before the superior."""
    visitor = visitor_of(request)
    if not visitor.committees:
        return _superior_page(request, visitor, done=done, deed=deed)
    party = party_named(committee, visitor)
    return _queue_page(
        request, visitor, party, show=show, counterpart=counterpart, after=after, done=done, deed=deed
    )


@router.post("/desk/queue/bulk")
async def act(request: Request) -> Response:
    """Say of the cases ticked that they are not the same person, or assign them: first only count them."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_act, request, visitor, form)


def _act(request: Request, visitor: Visitor, form: FormData) -> Response:
    action = text_in(form, "action")
    cases = [str(case) for case in form.getlist("case")][:_BULK_MAX]
    if action not in _BULK:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    if not visitor.may_anywhere(Action.BULK if action == "not_same" else Action.ASSIGN):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    really = text_in(form, "really") == "yes"
    given = {
        "action": action,
        "cases": cases,
        "dry_run": not really,
        "assignee": text_in(form, "assignee") or None,
    }
    body = BulkBody.model_validate({name: value for name, value in given.items() if value is not None})
    result: BulkResult = act_on_many(request, body, visitor.caller)
    refused = [
        (line.case_id, say(visitor.language, f"error-{line.code}", **_facts(line.case_id)))
        for line in result.lines
        if not line.done
    ]
    return page(
        "bulk.html", visitor.language, request, visitor,
        action=action, result=result, refused=refused, assignee=text_in(form, "assignee"), really=really,
    )  # fmt: skip


def _facts(case_id: str) -> dict[str, str]:
    return dict.fromkeys(("by", "holder", "actor", "state", "wanted", "kind", "outcome", "allowed"), "…") | {
        "case": case_id
    }


def party_named(committee: str, visitor: Visitor) -> Committee:
    """Return the committee of the visitor that an address names, else the first one."""
    level, _, code = committee.partition("/")
    wanted = Committee(level, code)
    return wanted if wanted in visitor.committees else visitor.committees[0]


def _queue_page(
    request: Request,
    visitor: Visitor,
    party: Committee,
    *,
    show: str,
    counterpart: str,
    after: str,
    done: str,
    deed: str,
) -> Response:
    service = service_of(request)
    other_level, _, other_code = counterpart.partition("/")
    other = Committee(other_level, other_code) if other_code else None
    query = _filter(show, party, visitor.name)
    query = replace(query, other=other, after=decode_cursor(after) if after else None, limit=PAGE_SIZE + 1)
    rows = service.queues.page(query)
    counts = _counts(service, query.committee, visitor.name)
    pairs = service.tallies.by_pair(query.committee)
    kept = {"committee": f"{party.level}/{party.code}", "show": show, "counterpart": counterpart}
    rest = {"after": encode_cursor(rows[PAGE_SIZE - 1].cursor)} if len(rows) > PAGE_SIZE else {}
    shown = {row.case_id: row for row in rows[:PAGE_SIZE]}
    return page(
        "queue.html", visitor.language, request, visitor,
        party=party, show=show, counterpart=counterpart, counts=counts, pairs=pairs[:12],
        lines=[_line(service, row) for row in shown.values()], more=_address(kept | rest) if rest else "",
        address=lambda **changed: _address(kept | changed), done=done, deed=deed,
        kept=kept, saved=_saved(request, visitor), name_length_max=NAME_LENGTH_MAX,
        may_bulk=visitor.caller.may(Action.BULK, [party]),
        may_assign=visitor.caller.may(Action.ASSIGN, [party]),
    )  # fmt: skip


def _counts(service: Service, committee: Committee, name: str) -> dict[str, int]:
    """Return how many cases each filter shows, in the order of the filters: exact, and nothing is counted."""
    tallies = service.tallies
    counts = {
        "waiting": tallies.pending(committee, waiting=True),
        "mine": service.queues.count(_filter("mine", committee, name)),
        "sent": tallies.pending(committee, (State.AWAITING_COUNTERPART,), waiting=False),
        "disputed": tallies.pending(committee, _DISPUTED),
        "all": tallies.pending(committee),
    }
    return {shown: counts[shown] for shown in FILTERS}


def _filter(show: str, committee: Committee, name: str) -> QueueQuery:
    query = QueueQuery(committee=committee, probability_min=PROBABILITY_MIN)
    match show:
        case "waiting":
            return replace(query, waiting=True)
        case "mine":
            return replace(query, claimed_by=name)
        case "sent":
            return replace(query, states=(State.AWAITING_COUNTERPART,), waiting=False)
        case "disputed":
            return replace(query, states=_DISPUTED)
        case _:
            return query


def _line(service: Service, row: QueueRow) -> Line:
    """Return a row with the own voter's name; the other side's stays on the card, where it is recorded."""
    case = service.desk.load(row.case_id)
    key: RegistrationKey = case.key_of(row.side)
    standing = registration_as_of(service.log, key)
    now = service.clock()
    held = row.claimed_by if row.claimed_until and row.claimed_until > now else ""
    today = now.astimezone(CHINA_TIME).date()
    return Line(
        row=row,
        name=standing.voter.name if standing else "",
        number=key.registration_id,
        days_left=(row.due_on - today).days if row.due_on else None,
        held_by=held,
    )


def _address(given: dict[str, str]) -> str:
    return "/desk/queue?" + urlencode({name: value for name, value in given.items() if value})


def _saved(request: Request, visitor: Visitor) -> list[tuple[SavedView, int]]:
    """Return the visitor's own views with how many cases each holds, counted up to a bound."""
    views: SavedViews = request.app.state.saved_views
    counted = []
    for view in views.of(visitor.name):
        party = party_named(view.value("committee"), visitor)
        level, _, code = view.value("counterpart").partition("/")
        query = _filter(view.value("show") or FILTERS[0], party, visitor.name)
        query = replace(query, other=Committee(level, code) if code else None)
        counted.append((view, service_of(request).queues.count(query, COUNTED_MAX)))
    return counted


def _superior_page(request: Request, visitor: Visitor, *, done: str, deed: str) -> Response:
    if visitor.may_anywhere(Action.ADMINISTER_ACCOUNTS):
        return RedirectResponse("/desk/accounts", HTTPStatus.SEE_OTHER)
    if not visitor.may_anywhere(Action.LIST_CASES):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    cases = escalated_cases(service_of(request), visitor)
    return page("superior.html", visitor.language, request, visitor, cases=cases, done=done, deed=deed)
