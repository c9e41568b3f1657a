"""Saving a view of the queue under a name, and renaming and deleting one."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from dedup.api.problems import RequestProblem
from dedup.web.saved_views import SavedViews
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in

router = APIRouter(include_in_schema=False, route_class=PageRoute)

FILTERED: Final = {
    "committee": re.compile(r"(county|township)/[0-9]{6,12}"),
    "counterpart": re.compile(r"(county|township)/[0-9]{6,12}"),
    "show": re.compile(r"waiting|mine|sent|disputed|all"),
}
"""Filters of the queue's address, and how each looks."""


@router.post("/desk/views")
async def change(request: Request) -> Response:
    """Save the filters of a form, or rename or delete a view, and show the queue as it was."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_changed, request, visitor, form)


def _changed(request: Request, visitor: Visitor, form: FormData) -> Response:
    views: SavedViews = request.app.state.saved_views
    account, name = visitor.name, text_in(form, "name")
    filters = {f: text_in(form, f) for f, looks in FILTERED.items() if looks.fullmatch(text_in(form, f))}
    match text_in(form, "change"):
        case "save":
            views.save(account, name, filters)
        case "rename":
            views.rename(account, name, text_in(form, "new_name"))
        case "drop":
            views.drop(account, name)
        case _:
            raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    return RedirectResponse(f"/desk/queue?{urlencode(filters)}", HTTPStatus.SEE_OTHER)
