"""Files: handed in, accounted for row by row, and their rejected rows handed back."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, Path, Query, Request, Response, UploadFile
from pydantic import BaseModel

from dedup.access.jurisdiction import Party
from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import CODE, Level
from dedup.api.state import follower_of, service_of
from dedup.intake.account import Account
from dedup.intake.importing import ImportRequest
from dedup.intake.rejects import write_rejects
from events.files import FileEvent, RowsImported, file_stream_id

router = APIRouter(tags=["files"])

SHA256 = r"^[0-9a-f]{64}$"
UPLOAD_BYTES_MAX = 256 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024


class FileAccount(BaseModel):
    """What became of a file's rows."""

    sha256: str
    level: Level
    committee: str
    finished: bool
    repeated: bool = False
    accepted: int
    unchanged: int
    amended: int
    withdrawn: int
    rejected: int
    warnings: dict[str, int]


@router.post(
    "/files",
    responses=documented(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def hand_in(
    request: Request,
    file: UploadFile,
    committee: Annotated[str, Form(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.IMPORT_FILE)],
    level: Annotated[Level, Form()] = "county",
) -> FileAccount:
    """Import a roll's file: CSV, XLSX or JSON Lines, read as the command line reads it.

    Every row counts for the committee named here; a file handed in twice changes nothing.
    """
    _require_own(caller, level, committee)
    service = service_of(request)
    with tempfile.TemporaryDirectory(prefix="dedup-file-") as folder:
        path = FilePath(folder) / _safe_name(file.filename or "")
        with path.open("wb") as copy:
            while chunk := file.file.read(_CHUNK_BYTES):
                copy.write(chunk)
        wanted = ImportRequest(
            path=path,
            cycle=service.settings.cycle,
            actor=caller.account.name,
            committee=committee,
            level=level,
        )
        with service.importer as importer:
            report = importer.run(wanted)
    follower_of(request).wake()
    return FileAccount(
        sha256=report.sha256,
        level=level,
        committee=committee,
        finished=True,
        repeated=report.repeated,
        **report.counts.model_dump(),
        warnings=report.warnings,
    )


@router.get("/files/{sha256}", responses=documented(401, 403, 404, 422, 503))
def account_for(
    request: Request,
    sha256: Annotated[str, Path(pattern=SHA256)],
    committee: Annotated[str, Query(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.IMPORT_FILE)],
    level: Level = "county",
) -> FileAccount:
    """Return what became of a file's rows."""
    events = _events(request, sha256, level, committee, caller)
    account = Account.fold(cast("FileEvent", event) for event in events)
    return FileAccount(
        sha256=sha256,
        level=level,
        committee=committee,
        finished=account.finished,
        **account.counts.model_dump(),
        warnings=dict(account.warnings),
    )


@router.get(
    "/files/{sha256}/rejects",
    responses={**documented(401, 403, 404, 422, 503), 200: {"content": {"text/csv": {}}}},
    response_class=Response,
)
def hand_back(
    request: Request,
    sha256: Annotated[str, Path(pattern=SHA256)],
    committee: Annotated[str, Query(pattern=CODE)],
    caller: Annotated[Caller, permit(Action.IMPORT_FILE)],
    level: Level = "county",
) -> Response:
    """Return the rows that could not be taken, each with its reason and remedy."""
    events = _events(request, sha256, level, committee, caller)
    rejects = [reject for event in events if isinstance(event, RowsImported) for reject in event.rejects]
    with tempfile.TemporaryDirectory(prefix="dedup-rejects-") as folder:
        path = FilePath(folder) / "rejects.csv"
        write_rejects(path, rejects, caller.language)
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="rejects-{sha256[:8]}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _events(request: Request, sha256: str, level: str, committee: str, caller: Caller) -> list[Any]:
    _require_own(caller, level, committee)
    service = service_of(request)
    stream = file_stream_id(sha256, service.settings.cycle, level, committee)
    events = [recorded.event for recorded in service.log.read_stream(stream)]
    if not events:
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")
    return events


def _require_own(caller: Caller, level: str, committee: str) -> None:
    if not caller.may(Action.IMPORT_FILE, [Party(level, committee)]):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")


def _safe_name(given: str) -> str:
    """Return a file's name without folders, short, and never empty or hidden."""
    name = FilePath(given.replace("\\", "/").replace("\0", "")).name.lstrip(".")[-100:]
    return name or "upload"
