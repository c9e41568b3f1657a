"""Changes as they happen, by server-sent events: which case moved, never what was said in it.

A stream is a reader of the log with its own place in it, so a slow client holds nobody up and nothing is
queued for it; it resumes after the last id that it saw.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from dedup.access.policy import Action
from dedup.api.caller import Caller, Permit, parties_of, permit
from dedup.api.problems import RequestProblem, documented
from dedup.api.state import service_of
from dedup.errors import DedupError
from events.cases import CaseEvent, case_id_from_stream
from events.log import Recorded

router = APIRouter(tags=["changes"])

PAGE_SIZE: Final = 200
PAUSE_S: Final = 0.5
"""Between two looks at the log, and at whether the caller may still see it."""


@router.get("/events", response_class=EventSourceResponse, responses=documented(401, 403, 422, 503))
async def follow_changes(
    request: Request,
    caller: Annotated[Caller, permit(Action.LIST_CASES)],
    last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Tell of every change to a case that the caller may see, from now on or after the last one seen."""
    service = service_of(request)
    position = await run_in_threadpool(service.log.head) if last_event_id is None else last_event_id
    yield ServerSentEvent(event="open", id=str(position), data={"position": position})
    while not request.app.state.stopping.is_set():
        try:
            current = await run_in_threadpool(Permit(Action.LIST_CASES), request)
        except RequestProblem:
            return
        head = await run_in_threadpool(service.log.head)
        page = await run_in_threadpool(_page, request, position)
        for recorded in page:
            position = recorded.position
            if await run_in_threadpool(_concerns, request, current or caller, recorded):
                data = {
                    "case_id": case_id_from_stream(recorded.stream_id),
                    "version": recorded.version,
                    "type": recorded.event.stored_name,
                }
                yield ServerSentEvent(event="case", id=str(position), data=data)
        if len(page) < PAGE_SIZE:
            position = max(position, head)  # a million rows of a file need not be passed over twice
            await asyncio.sleep(PAUSE_S)


def _page(request: Request, position: int) -> list[Recorded]:
    return service_of(request).log.read_after(position, limit=PAGE_SIZE, of=(CaseEvent,))


def _concerns(request: Request, caller: Caller, recorded: Recorded) -> bool:
    try:
        case = service_of(request).desk.load(case_id_from_stream(recorded.stream_id))
    except DedupError:
        return False
    return caller.may(Action.SEE_CASE, parties_of(case))
