"""Importing a roll: hand a file in, see how it was read, then take it, with the rows that could not be."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dedup.access.jurisdiction import Party
from dedup.access.policy import Action
from dedup.api.problems import RequestProblem
from dedup.api.state import follower_of, service_of
from dedup.bootstrap import Service
from dedup.errors import BadRequest
from dedup.intake.importing import ImportRequest
from dedup.intake.preparing import Job, prepare
from dedup.intake.tables import open_table
from dedup.masking import mask
from dedup.web.paper import page
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of
from events.files import RejectedRow

router = APIRouter(include_in_schema=False, route_class=PageRoute)

UPLOADS: Final = "uploads"
"""Folder of the store in which a file waits until somebody says that it is to be taken."""
WAITING_MAX: Final = 20
"""Files that wait at once; the oldest makes room."""
WAITING_S_MAX: Final = 24 * 3600
"""Seconds that a file waits; it names voters, and nobody may come back for it."""
_SAMPLE_ROWS: Final = 5
_REJECTS_SHOWN: Final = 10
_BATCH_ROWS: Final = 5_000
_CHUNK_BYTES: Final = 1 << 20
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When the rows of a trial are recorded: they are not."""
_WAITING: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Trial:
    """What importing a file would do, before anything is done."""

    format: str
    encoding: str
    columns: dict[str, str]
    sample: list[tuple[int, dict[str, str]]]
    accepted: int
    rejected: int
    rejects: list[RejectedRow]
    warnings: Counter[str]


@router.get("/desk/import")
def ask_for_file(request: Request) -> Response:
    """Show the form for a file."""
    visitor = visitor_of(request)
    if not _committees(visitor):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    return _page(request, visitor)


@router.post("/desk/import")
async def read_file(request: Request) -> Response:
    """Read a file without taking anything, and show how it was read; or take the one that was shown."""
    try:
        visitor, form = await form_of(request)
        step = _taken if text_in(form, "waiting") else _tried
        return await run_in_threadpool(step, request, visitor, form)
    finally:
        await request.close()


def _page(request: Request, visitor: Visitor, **facts: Any) -> Response:  # noqa: ANN401 - for the template
    shown: dict[str, Any] = {
        "party": None,
        "trial": None,
        "report": None,
        "waiting": "",
        "file_name": "",
        **facts,
    }
    return page(
        "import.html", visitor.language, request, visitor, committees=_committees(visitor), **(shown | facts)
    )


def _committees(visitor: Visitor) -> list[Party]:
    return [party for party in visitor.committees if visitor.caller.may(Action.IMPORT_FILE, [party])]


def _party(visitor: Visitor, form: FormData) -> Party:
    level, _, code = text_in(form, "committee").partition("/")
    party = Party(level, code)
    if party not in _committees(visitor):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    return party


def _tried(request: Request, visitor: Visitor, form: FormData) -> Response:
    party, file = _party(visitor, form), form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    service = service_of(request)
    waiting = _kept(service, file.file)
    name = Path(file.filename.replace("\\", "/")).name[-100:]
    try:
        trial = try_import(_request(service, visitor, party, _waiting_path(service, waiting)))
    except Exception:
        _waiting_path(service, waiting).unlink(missing_ok=True)
        raise
    return _page(request, visitor, party=party, trial=trial, waiting=waiting, file_name=name)


def _taken(request: Request, visitor: Visitor, form: FormData) -> Response:
    party, service = _party(visitor, form), service_of(request)
    path = _waiting_path(service, text_in(form, "waiting"))
    if not path.is_file():
        raise BadRequest("upload-gone")
    folder = path.parent / f"taking-{path.name[:16]}"
    folder.mkdir(exist_ok=True)
    named = folder / (Path(text_in(form, "file_name").replace("\\", "/")).name.lstrip(".")[-100:] or "upload")
    shutil.copyfile(path, named)
    try:
        with service.importer as importer:
            report = importer.run(_request(service, visitor, party, named))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    path.unlink(missing_ok=True)
    follower_of(request).wake()
    return _page(request, visitor, party=party, report=report)


def _request(service: Service, visitor: Visitor, party: Party, path: Path) -> ImportRequest:
    return ImportRequest(path, service.settings.cycle, visitor.name, party.committee, party.level)


def try_import(wanted: ImportRequest) -> Trial:
    """Return what importing a file would do. Raises BadInput when it cannot be read."""
    with open_table(wanted.path, committee_given=True) as table:
        sample = [
            (row.number, {column: mask(column, value) for column, value in row.values.items()})
            for row in islice(table.rows(), _SAMPLE_ROWS)
        ]
    accepted, rejected, warnings = 0, 0, Counter[str]()
    rejects: list[RejectedRow] = []
    job = Job(wanted, "file/trial", after=0, batch_rows=_BATCH_ROWS)
    with prepare(job) as prepared:
        while (batch := prepared.next_batch(_NEVER)) is not None:
            accepted += len(batch.filings)
            rejected += len(batch.rejects)
            rejects += batch.rejects[: _REJECTS_SHOWN - len(rejects)]
            warnings.update(batch.warnings)
        opening = prepared.opening
    return Trial(
        opening.format, opening.encoding, opening.columns, sample, accepted, rejected, rejects, warnings
    )


def _kept(service: Service, content: BinaryIO) -> str:
    """Put a file where it waits, under its own digest; return the digest."""
    folder = service.settings.store / UPLOADS
    folder.mkdir(mode=0o700, exist_ok=True)
    digest, part = hashlib.sha256(), folder / f"arriving-{uuid.uuid4().hex}"
    with part.open("wb") as copy:
        while chunk := content.read(_CHUNK_BYTES):
            digest.update(chunk)
            copy.write(chunk)
    part.replace(folder / digest.hexdigest())
    waiting = sorted((p for p in folder.iterdir() if p.is_file()), key=lambda p: p.stat().st_mtime)
    for place, old in enumerate(reversed(waiting)):
        if place >= WAITING_MAX or time.time() - old.stat().st_mtime > WAITING_S_MAX:
            old.unlink(missing_ok=True)
    return digest.hexdigest()


def _waiting_path(service: Service, waiting: str) -> Path:
    if not _WAITING.fullmatch(waiting):
        raise BadRequest("upload-gone")
    return service.settings.store / UPLOADS / waiting
