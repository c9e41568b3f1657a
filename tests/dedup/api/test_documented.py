"""docs/api.md says what the API does: its routes, its examples, its limits."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Final

import pytest

from dedup.api import app, cases, files, gate, registrations, serving
from dedup.api.describing import permits_of
from dedup.api.shapes import BulkBody
from dedup.cases.commands import TEXT_LENGTH_MAX
from dedup.intake.submitting import LINES_MAX
from tests.dedup.api.world import Served

DOCUMENT: Final = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"```http\n(.*?)\n```", DOCUMENT, re.DOTALL)
KIB: Final = 1024
MIB: Final = KIB * KIB


def test_the_table_of_routes_is_drawn_from_the_routes() -> None:
    rows = []
    for route in app.all_routes():
        (permit,) = permits_of(route.dependant)
        action = f"`{permit.action}`" if permit.action else "anybody"
        told = route.summary or inspect.getdoc(route.endpoint) or ""
        rows += [
            f"| `{m} {route.path}` | {action} | {told.splitlines()[0]} |" for m in sorted(route.methods or ())
        ]
    table = DOCUMENT.partition("## All routes")[2].strip().splitlines()[2:]
    assert table == rows


def test_the_examples_work_one_after_the_other(world: Served) -> None:
    assert len(EXAMPLES) > 6
    for example in EXAMPLES:
        head, *rest = example.split("\n\n")
        request, *lines = head.splitlines()
        method, _, url = request.partition(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        body = rest[0].encode() if len(rest) > 1 else None
        answer = world.client.request(method, url, headers=headers, content=body)
        assert f"→ {answer.status_code}" == rest[-1], (request, answer.text)


@pytest.mark.parametrize(
    "limit",
    [
        f"| body of an ordinary request | {gate.BODY_BYTES_MAX // KIB} KiB |",
        f"| registrations in one body | {LINES_MAX:,} lines, {registrations.BODY_BYTES_MAX // MIB} MiB |",
        f"| file | {files.UPLOAD_BYTES_MAX // MIB} MiB; read only from a caller who is known |",
        f"| headers | {serving.HEADERS_BYTES_MAX // KIB} KiB |",
        f"| cases on a page | {cases.PAGE_MAX} |",
        f"| cases counted in `total` | {cases.COUNTED_MAX:,} |",
        f"| cases in a bulk action | {BulkBody.model_json_schema()['properties']['cases']['maxItems']} |",
        f"| free text | {TEXT_LENGTH_MAX:,} characters |",
        f"| requests and streams at a time | {gate.REQUESTS_MAX}; more are answered 503 |",
    ],
)
def test_every_limit_is_documented_as_it_is(limit: str) -> None:
    assert limit in DOCUMENT
