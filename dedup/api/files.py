"""Files: handed in, accounted for row by row, and their rejected rows handed back."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from itertools import groupby
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, Path, Query, Request, Response, UploadFile
from pydantic import BaseModel, TypeAdapter, ValidationError

from dedup.access.policy import Action
from dedup.api.caller import Caller, permit
from dedup.api.problems import RequestProblem, documented
from dedup.api.shapes import CODE, Level
from dedup.api.state import follower_of, service_of
from dedup.columns import TITLES
from dedup.committees import Committee
from dedup.intake.account import Account
from dedup.intake.importing import ImportRequest
from dedup.intake.rejects import write_rejects
from events.files import FileEvent, RowsImported, file_stream_id
from events.log import Recorded

router = APIRouter(tags=["files"])

SHA256 = r"^[0-9a-f]{64}$"
UPLOAD_BYTES_MAX = 256 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_COLUMNS_CHARS_MAX = 60_000
_COLUMNS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


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
    *,
    level: Annotated[Level, Form()] = "county",
    columns: Annotated[str, Form(max_length=_COLUMNS_CHARS_MAX)] = "",
) -> FileAccount:
    """Import a roll's file: CSV, XLSX or JSON Lines, read as the command line reads it.

    Every row counts for the committee named here; a file handed in twice changes nothing. `columns` is a JSON
    object of headers that are not recognised, each with its column, which the committee's files are read by
    from then on; without it they are read as was said before.
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
            columns=_columns(columns),
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
    """Return the account of a file, as it was read last: its columns may have been read otherwise before."""
    _require_own(caller, level, committee)
    service = service_of(request)
    begins = file_stream_id(sha256, service.settings.cycle, level, committee)
    latest: list[Recorded] = []
    for _, stream in groupby(service.log.read_prefix(begins), key=attrgetter("stream_id")):
        latest = max(latest, list(stream), key=lambda read: read[-1].position if read else 0)
    if not latest:
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")
    return [recorded.event for recorded in latest]


def _require_own(caller: Caller, level: str, committee: str) -> None:
    if not caller.may(Action.IMPORT_FILE, [Committee(level, committee)]):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "not-found")


def _columns(given: str) -> dict[str, str] | None:
    try:
        columns = _COLUMNS.validate_json(given) if given else None
    except ValidationError:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid") from None
    if columns and not TITLES.keys() >= set(filter(None, columns.values())):
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    return columns


def _safe_name(given: str) -> str:
    """Return a file's name without folders, short, and never empty or hidden."""
    name = FilePath(given.replace("\\", "/").replace("\0", "")).name.lstrip(".")[-100:]
    return name or "upload"
