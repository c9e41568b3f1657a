"""Importing a roll: hand a file in, correct how it is read, take it, get back what could not be taken.

Each step is a form of its own; the work is done behind the pages (`upload_work.py`), which only tell how far
it has come.
"""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from dedup.access.policy import Action
from dedup.api.problems import RequestProblem
from dedup.api.state import service_of
from dedup.catalogue import Language, has_message, say
from dedup.columns import TITLES
from dedup.committees import Committee
from dedup.intake.mappings import checked_mapping, corrections
from dedup.intake.rejects import write_rejects, write_rejects_book
from dedup.web.paper import page
from dedup.web.upload_work import UploadWork
from dedup.web.uploads import Upload, Uploads
from dedup.web.visitor import PageRoute, Visitor, form_of, text_in, visitor_of
from events.files import RejectedRow, RowsImported

router = APIRouter(include_in_schema=False, route_class=PageRoute)

ENCODINGS: Final = ("utf-8", "gb18030", "utf-16", "big5")
"""What can be said where an encoding is not recognised, or wrongly."""
_SHOWN_MAX: Final = 20
_ROW_DIGITS_MAX: Final = 8
_TABLES: Final = {
    "csv": (write_rejects, "text/csv; charset=utf-8"),
    "xlsx": (write_rejects_book, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@router.get("/desk/import")
def ask_for_file(request: Request) -> Response:
    """Show the form for a file, and the files of the last day."""
    visitor = visitor_of(request)
    committees = _committees(visitor)
    if not committees:
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    _uploads(request).tidy()
    recent = _uploads(request).all(committees)[:_SHOWN_MAX]
    return page("import.html", visitor.language, request, visitor, committees=committees, recent=recent)


@router.post("/desk/import")
async def hand_in(request: Request) -> Response:
    """Keep a file, and begin to read it on trial."""
    try:
        visitor, form = await form_of(request)
        return await run_in_threadpool(_handed_in, request, visitor, form)
    finally:
        await request.close()


@router.get("/desk/import/{upload_id}")
def see_upload(request: Request, upload_id: str) -> Response:
    """Show how a file is read, how far it has come, or what became of it."""
    visitor = visitor_of(request)
    return _page(request, visitor, _upload_of(request, visitor, upload_id))


@router.post("/desk/import/{upload_id}")
async def go_on(request: Request, upload_id: str) -> Response:
    """Read the file otherwise, take it, stop, or drop it."""
    visitor, form = await form_of(request)
    return await run_in_threadpool(_gone_on, request, visitor, upload_id, form)


@router.get("/desk/import/{upload_id}/rejects")
def hand_back(
    request: Request, upload_id: str, kind: Annotated[str, Query(pattern="^(csv|xlsx)$")] = "xlsx"
) -> Response:
    """Return the rows that cannot be, or were not, taken, each with its reason and remedy."""
    visitor = visitor_of(request)
    upload = _upload_of(request, visitor, upload_id)
    write, media_type = _TABLES[kind]
    order = [column or header for header, column in upload.seen.columns.items()] if upload.seen else []
    with tempfile.TemporaryDirectory(prefix="dedup-rejects-") as folder:
        path = Path(folder) / "rejects"
        write(path, _rejects_of(request, upload), visitor.language, order)
        content = path.read_bytes()
    name = quote(f"{Path(upload.file_name).stem}-{say(visitor.language, 'rejects-sheet')}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename=\"rejects.{kind}\"; filename*=UTF-8''{name}"}
    return Response(content, media_type=media_type, headers=headers)


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


def _work(request: Request) -> UploadWork:
    work: UploadWork = request.app.state.upload_work
    return work


def _committees(visitor: Visitor) -> list[Committee]:
    return [party for party in visitor.committees if visitor.caller.may(Action.IMPORT_FILE, [party])]


def _upload_of(request: Request, visitor: Visitor, upload_id: str) -> Upload:
    """Return an upload of one of the visitor's committees. Raises RequestProblem 404 for any other."""
    upload = _uploads(request).find(upload_id)
    if upload is None or upload.party not in _committees(visitor):
        raise RequestProblem(HTTPStatus.NOT_FOUND, "upload-gone")
    return upload


def _handed_in(request: Request, visitor: Visitor, form: FormData) -> Response:
    level, _, code = text_in(form, "committee").partition("/")
    party, file = Committee(level, code), form.get("file")
    if party not in _committees(visitor):
        raise RequestProblem(HTTPStatus.FORBIDDEN, "not-permitted")
    if not isinstance(file, UploadFile) or not file.filename:
        raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "upload-none")
    upload = _uploads(request).hand_in(file.file, file.filename, party, visitor.name)
    _work(request).begin(upload)
    return _seen(upload)


def _gone_on(request: Request, visitor: Visitor, upload_id: str, form: FormData) -> Response:
    upload, uploads, work = _upload_of(request, visitor, upload_id), _uploads(request), _work(request)
    match text_in(form, "step"):
        case "halt":
            work.halt(upload)
        case "drop" if not upload.is_running:
            uploads.drop(upload)
            return RedirectResponse("/desk/import", HTTPStatus.SEE_OTHER)
        case "take" if not _said_otherwise(upload, form):
            ready = ("read", "failed", "halted")
            changes = {"state": "taking", "account": visitor.name, "share": 0.0, "problem": ""}
            work.begin(
                uploads.change(upload_id, lambda now: now.state in ready and now.seen is not None, **changes)
            )
        case "read" | "take":
            said = _said(upload, form)
            work.begin(
                uploads.change(upload_id, lambda now: not now.is_running and now.state != "taken", **said)
            )
        case _:
            raise RequestProblem(HTTPStatus.UNPROCESSABLE_ENTITY, "request-invalid")
    return _seen(upload)


def _seen(upload: Upload) -> Response:
    return RedirectResponse(f"/desk/import/{upload.upload_id}", HTTPStatus.SEE_OTHER)


def _said(upload: Upload, form: FormData) -> dict[str, Any]:
    """Return what a form says of a file: how it is to be read from now on. Other rows have other headers."""
    encoding, sheet, row = (text_in(form, name) for name in ("encoding", "sheet", "header_row"))
    seen = upload.seen
    said: dict[str, Any] = {"encoding": encoding if encoding in ENCODINGS else "", "sheet": sheet[:200]}
    alike = seen is not None and all(v in {getattr(upload, n), getattr(seen, n)} for n, v in said.items())
    said["header_row"] = int(row) if alike and row.isdecimal() and len(row) < _ROW_DIGITS_MAX else 0
    same = alike and seen is not None and said["header_row"] in {upload.header_row, seen.header_row}
    columns = _columns(upload, form) if same else None
    fresh = {"state": "reading", "share": 0.0, "problem": "", "facts": {}, "rejects": (), "warnings": {}}
    kept = {} if same else {"seen": None}
    return said | fresh | kept | {"columns": columns}


def _said_otherwise(upload: Upload, form: FormData) -> bool:
    """Tell whether a form says anything that the trial shown did not know."""
    if "encoding" not in form or upload.seen is None:
        return False
    said = _said(upload, form)
    return "seen" in said or said["columns"] != upload.seen.columns


def _columns(upload: Upload, form: FormData) -> dict[str, str]:
    headers = upload.seen.columns if upload.seen else {}
    return checked_mapping(
        {
            h: text_in(form, f"column-{n}") if f"column-{n}" in form else c
            for n, (h, c) in enumerate(headers.items())
        }
    )


def _page(request: Request, visitor: Visitor, upload: Upload) -> Response:
    language = visitor.language
    seen = upload.seen
    said = corrections(seen.columns) if seen else {}
    return page(
        "upload.html", language, request, visitor,
        upload=upload, seen=seen, said=said, titles=TITLES,
        encodings=ENCODINGS, encoding=_encoding_named(upload),
        problem=_in_words(upload, language, "error"), remedy=_in_words(upload, language, "remedy"),
        done=upload.state == "taken",
    )  # fmt: skip


def _encoding_named(upload: Upload) -> str:
    """Return the name of an encoding as people know it."""
    codec = upload.seen.encoding if upload.seen else ""
    return codec.removesuffix("-sig").removesuffix("_2022").upper()


def _in_words(upload: Upload, language: Language, kind: str) -> str:
    """Say what is wrong with a file, or what to do about it on this page rather than at the command line."""
    if not upload.problem:
        return ""
    facts = upload.facts | {"path": upload.file_name}
    here = f"roll-{kind}-{upload.problem}"
    name = here if has_message(language, here) else f"{kind}-{upload.problem}"
    return say(language, name, **facts)


def _rejects_of(request: Request, upload: Upload) -> list[RejectedRow]:
    """Return the rows as the log has them, or, of a file that is not taken, as its trial found them."""
    if upload.stream_id:
        events = [recorded.event for recorded in service_of(request).log.read_stream(upload.stream_id)]
        return [reject for event in events if isinstance(event, RowsImported) for reject in event.rejects]
    try:
        with _uploads(request).rejects_of(upload).open(encoding="utf-8") as lines:
            return [RejectedRow.model_validate_json(line) for line in lines]
    except FileNotFoundError:
        return []
