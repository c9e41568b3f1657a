from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.intake import preparing
from dedup.intake.blocks import BlockReader
from dedup.intake.preparing import Batch, ImportRequest, Job, prepare
from events.codec import Codec
from events.registrations import VoterRegistered
from tests.dedup.intake.files import as_csv, roll, write
from tests.examples import NOON, minutes_later


def batches_of(path: Path, batch_rows: int, after: int = 0) -> list[Batch]:
    request = ImportRequest(path=path, cycle="2026", actor="clerk")
    with prepare(Job(request, "file/2026///abc", after, batch_rows)) as prepared:
        return list(iter(lambda: prepared.next_batch(NOON), None))


def test_batches_hold_the_files_rows_in_order(tmp_path: Path) -> None:
    batches = batches_of(write(tmp_path, as_csv(roll(250))), 120)
    assert [len(batch.filings) for batch in batches] == [120, 120, 10]
    assert [batch.last_row for batch in batches] == [121, 241, 251]
    streams = [stream for batch in batches for stream, _, _ in batch.filings]
    assert streams == [f"registration/2026/county/340123/A{n:04d}" for n in range(1, 251)]


def test_preparing_goes_on_after_a_row(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv(roll(25)))
    assert batches_of(path, 10, after=11) == batches_of(path, 10)[1:]


def test_rows_that_are_rejected_and_damage_are_told_beside_what_is_filed(tmp_path: Path) -> None:
    rows = roll(3)
    rows[0][2], rows[1][4] = "", "110105194912310000"
    (batch,) = batches_of(write(tmp_path, as_csv(rows)), 10)
    assert [(reject.row, reject.reason) for reject in batch.rejects] == [(2, "missing_name")]
    assert batch.rejects[0].personal["household_address"] == rows[0][5]
    assert batch.warnings == {"id_zeroed": 1, "id_check_digit": 1}
    assert len(batch.filings) == 2


def test_an_event_is_recorded_when_its_batch_was_asked_for(tmp_path: Path) -> None:
    request = ImportRequest(path=write(tmp_path, as_csv(roll(2))), cycle="2026", actor="clerk")
    with prepare(Job(request, "file/2026///abc", 0, 1)) as prepared:
        prepared.next_batch(NOON)
        batch = prepared.next_batch(minutes_later(3))
    assert batch
    event = Codec().decode(*batch.filings[0][1:])
    assert isinstance(event, VoterRegistered)
    assert (batch.now, event.recorded_at) == (minutes_later(3), minutes_later(3))


def test_a_batch_of_long_rows_ends_early(tmp_path: Path) -> None:
    path = write(tmp_path, as_csv(roll(500)))
    with patch.object(preparing, "_BATCH_BYTES_MAX", 80_000):
        batches = batches_of(path, 1_000)
    sizes = [sum(len(state) for _, _, state in batch.filings) for batch in batches]
    assert sum(len(batch.filings) for batch in batches) == 500
    assert sizes[0] >= 80_000
    assert max(sizes) < 80_000 + 100 * 1_000
    assert len(batches) > 1


CELLS = st.sampled_from(
    ["A1", "B2", "340123", "王小明", "", " ", "合计", "登记编号", "男", "'12", "11010519491231002X", "x,y"]
)
SOUND = st.sampled_from(roll(5))


@given(
    st.lists(SOUND | st.lists(CELLS, min_size=0, max_size=7), min_size=1, max_size=40).filter(
        lambda rows: any("".join(row).strip() for row in rows)
    ),
    st.integers(1, 50),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_rows_in_blocks_state_what_they_state_one_by_one(
    tmp_path: Path, rows: list[list[str]], batch_rows: int
) -> None:
    path = write(tmp_path, as_csv(rows))
    together = batches_of(path, batch_rows)
    with patch.object(BlockReader, "read", return_value=None):
        singly = batches_of(path, batch_rows)
    assert [batch.filings for batch in together] == [batch.filings for batch in singly]
    assert [batch.rejects for batch in together] == [batch.rejects for batch in singly]
    assert [batch.warnings for batch in together] == [batch.warnings for batch in singly]
