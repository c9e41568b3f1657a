"""Flags depend on the registrations and the model, not on how they arrive."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.audit.digest import digest_of
from dedup.intake.importing import Importer, ImportRequest
from dedup.projector.adoption import adopt_fitted_model
from dedup.projector.projector import Projector
from dedup.sample import SampleRequest, write_sample
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, open_case_view
from events.log import EventLog
from events.memory import open_memory_log
from tests.examples import NOON

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


@cache
def tables() -> tuple[Table, ...]:
    """Return small registers: for each file its header and rows."""
    with TemporaryDirectory() as folder:
        report = write_sample(SampleRequest(out=Path(folder), rows=260, seed=5, hosts=2))
        return tuple(_table(path) for path in report.files if path.suffix == ".csv")


def _table(path: Path) -> Table:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    header, *rows = csv.reader(io.StringIO(text))
    return tuple(header), tuple(tuple(row) for row in rows)


def flags_of(ordered: Sequence[Table], batch_rows: int, batch_size: int) -> dict[str, object]:
    log: EventLog = open_memory_log()
    with TemporaryDirectory() as folder:
        for number, (header, rows) in enumerate(ordered):
            path = Path(folder) / f"{number}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([header, *rows])
            request = ImportRequest(path=path, cycle="2026", actor="clerk")
            Importer(log, lambda: NOON, batch_rows).run(request)
    adopted = adopt_fitted_model(log, "clerk", lambda: NOON)
    Projector(log, adopted, lambda: NOON, batch_size).run()
    view = open_case_view(file_tables(":memory:"))
    view.catch_up(log)
    cases = view.find(CaseQuery())
    view.close()
    digest = digest_of(log, cases)
    assert cases
    return {"model": adopted.model.fingerprint, "registrations": digest.registrations, "flags": digest.flags}


@cache
def expected() -> dict[str, object]:
    return flags_of(tables(), 2_000, 5_000)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_order_of_files_and_rows_and_any_batch_size_flag_the_same(data: st.DataObject) -> None:
    files = data.draw(st.permutations(tables()))
    seed = data.draw(st.randoms(use_true_random=False))
    shuffled = [(header, tuple(seed.sample(rows, len(rows)))) for header, rows in files]
    batch_rows, batch_size = data.draw(st.integers(1, 120)), data.draw(st.integers(1, 120))
    assert flags_of(shuffled, batch_rows, batch_size) == expected()
