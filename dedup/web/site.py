"""The whole site: the API with the reviewers' pages in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Response
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse

from dedup.api.app import STOP_S, create_app
from dedup.api.caller import Door
from dedup.bootstrap import Service
from dedup.database import open_tables
from dedup.web import (
    accounts_page,
    calendar_page,
    case_page,
    dashboard,
    history_page,
    importing_page,
    keys_page,
    letters_page,
    queue_page,
    signing,
    views_page,
)
from dedup.web.looking import Looking
from dedup.web.paper import ASSETS, asset
from dedup.web.roll_size import RollSize
from dedup.web.saved_views import SavedViews
from dedup.web.upload_work import UploadWork
from dedup.web.uploads import Uploads

router = APIRouter(include_in_schema=False)
_PAGES = (
    *(signing, queue_page, case_page, history_page, keys_page),
    *(letters_page, views_page, dashboard, importing_page, calendar_page, accounts_page),
)


def page_routes() -> list[APIRoute]:
    """Return every route of the desk, as the test of who may open what asks for them."""
    routers = [*(module.router for module in _PAGES), router]
    return [route for one in routers for route in one.routes if isinstance(route, APIRoute)]


def create_site(service: Service, door: Door, *, follow: bool = True) -> FastAPI:
    """Return the application with its pages; `follow` as for the API."""
    app = create_app(service, door, follow=follow)
    app.state.roll_size = RollSize(service.log)
    app.state.looking = Looking()
    app.state.uploads = Uploads(service.settings.store, service.clock)
    app.state.upload_work = UploadWork(service, app.state.uploads, app.state.follower.wake)
    app.state.saved_views = SavedViews(open_tables(service.settings, service.log, "desk"))
    _work_while_serving(app, app.state.upload_work, app.state.saved_views)
    for module in _PAGES:
        app.include_router(module.router)
    app.include_router(router)
    return app


def _work_while_serving(app: FastAPI, work: UploadWork, views: SavedViews) -> None:
    """Go on with files that were being read or taken when the service ended, and stop with it."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[None]:
        work.resume()
        async with inner(served):
            yield
            work.stop(STOP_S)
            views.close()

    app.router.lifespan_context = lifespan


@router.get("/")
def begin() -> Response:
    """Send a browser to the desk."""
    return RedirectResponse("/desk/queue", HTTPStatus.SEE_OTHER)


@router.get("/desk")
def begin_at_desk() -> Response:
    """Send a browser to the queue."""
    return RedirectResponse("/desk/queue", HTTPStatus.SEE_OTHER)


@router.get("/desk/assets/{digest}/{name}")
def send_asset(digest: str, name: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """Return a style sheet, a script or a picture; it never changes at its address."""
    if name not in ASSETS or asset(name)[2] != digest:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    plain, compressed, _ = asset(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        return Response(compressed, media_type=ASSETS[name], headers=headers)
    return Response(plain, media_type=ASSETS[name], headers=headers)
