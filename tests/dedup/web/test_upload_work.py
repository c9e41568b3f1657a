"""Files behind the import page: tried, taken, interrupted, and gone on with."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dedup.bootstrap import Service, open_service
from dedup.committees import Committee
from dedup.errors import Conflict
from dedup.intake.importing import ImportRequest
from dedup.rolls import standing_registrations
from dedup.settings import Settings
from dedup.web.trial import request_of, shown
from dedup.web.upload_work import UploadWork
from dedup.web.uploads import KEPT, WAITING_MAX, Upload, Uploads, safe_name
from events.files import FileReceived, RowCounts
from events.registrations import RegistrationEvent
from tests.examples import NOON

HOST = Committee("county", "310115")
ROWS = "登记编号,姓名,性别\n" + "".join(f"B{n:04},周{chr(0x4E00 + n)},男\n" for n in range(95)) + ",无号,女\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    settings = Settings(store=tmp_path / "store", workers=1, batch_rows=10)
    with open_service(settings, create=True, clock=lambda: NOON) as opened:
        yield opened


def uploads_of(service: Service, later: timedelta = timedelta()) -> Uploads:
    return Uploads(service.settings.store, lambda: NOON + later)


def hand_in(service: Service, text: str = ROWS, name: str = "roll.csv") -> Upload:
    return uploads_of(service).hand_in(io.BytesIO(text.encode()), name, HOST, "clerk")


def work_on(service: Service, upload: Upload) -> Upload:
    """Let a fresh thread go on with what is to be done, as when the service starts."""
    work = UploadWork(service, uploads_of(service), lambda: None)
    work.resume()
    return settled(service, upload, work)


def settled(service: Service, upload: Upload, work: UploadWork) -> Upload:
    end = time.monotonic() + 30
    while (now := uploads_of(service).find(upload.upload_id)) is None or now.is_running:
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.01)
    work.stop(5)
    return now


def begin_taking(service: Service, upload: Upload) -> Upload:
    return uploads_of(service).change(upload.upload_id, lambda _: True, state="taking")


def test_a_trial_tells_what_an_import_would_do_and_does_nothing(service: Service) -> None:
    with service.importer as importer:
        path = service.settings.store / "before.csv"
        path.write_text("登记编号,姓名,性别\nB0000,周一,男\nB0001,周丁,女\n", encoding="utf-8")
        importer.run(ImportRequest(path, "2026", "clerk", HOST.code, HOST.level))
    before = service.log.head()
    tried = work_on(service, hand_in(service))
    assert (tried.state, tried.share) == ("read", 1.0)
    assert tried.counts == RowCounts(accepted=93, amended=1, unchanged=1, rejected=1)
    assert [reject.reason for reject in tried.rejects] == ["missing_registration_id"]
    assert service.log.head() == before


def test_what_is_taken_is_as_it_was_tried_and_the_file_is_forgotten(service: Service) -> None:
    tried = work_on(service, hand_in(service))
    taken = work_on(service, begin_taking(service, tried))
    assert (taken.state, taken.counts, taken.repeated) == ("taken", tried.counts, False)
    assert not uploads_of(service).content_of(taken).exists()
    assert len(list(standing_registrations(service.log))) == 95


def test_an_import_that_was_killed_goes_on_where_it_was_and_says_so(service: Service) -> None:
    # given an import that ended in the middle, and said nothing
    upload = begin_taking(service, work_on(service, hand_in(service)))
    wanted = request_of(upload, uploads_of(service).content_of(upload), service.settings.cycle)

    def killed(_share: float, counts: RowCounts) -> None:
        if counts.rows >= 30:
            raise KeyboardInterrupt

    with service.importer as importer, pytest.raises(KeyboardInterrupt):
        importer.run(wanted, killed)
    # when the service starts again
    taken = work_on(service, upload)
    # then everybody is taken, once
    assert (taken.state, taken.counts.accepted, taken.resumed_after_row) == ("taken", 95, 31)
    assert service.log.count((RegistrationEvent,)) == 95
    assert service.log.count((FileReceived,)) == 1


def test_a_service_that_stops_in_the_middle_leaves_the_rest_for_its_next_start(service: Service) -> None:
    upload = begin_taking(service, work_on(service, hand_in(service)))
    stopped = UploadWork(service, uploads_of(service), lambda: stopped.stop(0))
    stopped.begin(upload)
    end = time.monotonic() + 30
    while not service.log.count((RegistrationEvent,)):
        assert time.monotonic() < end
    stopped.stop(10)
    assert service.log.count((RegistrationEvent,)) == 10
    assert work_on(service, upload).counts.accepted == 95


def test_who_halts_an_import_keeps_what_was_taken_and_can_go_on(service: Service) -> None:
    upload = begin_taking(service, work_on(service, hand_in(service)))
    work = UploadWork(service, uploads_of(service), lambda: work.halt(upload))
    work.begin(upload)
    halted = settled(service, upload, work)
    assert (halted.state, halted.counts.accepted) == ("halted", 10)
    assert work_on(service, begin_taking(service, halted)).counts.accepted == 95


def test_a_trial_that_is_halted_can_be_begun_again_and_nothing_can_be_taken_before(service: Service) -> None:
    class Watched(Uploads):
        def change(self, upload_id: str, only_if: Callable[[Upload], bool], **changes: Any) -> Upload:  # noqa: ANN401
            changed = super().change(upload_id, only_if, **changes)
            if "seen" in changes:
                work.halt(changed)
            return changed

    upload = hand_in(service)
    work = UploadWork(service, Watched(service.settings.store, lambda: NOON), lambda: None)
    work.begin(upload)
    halted = settled(service, upload, work)
    assert (halted.state, halted.problem) == ("unreadable", "upload-halted")
    again = uploads_of(service).change(upload.upload_id, lambda now: not now.is_running, state="reading")
    assert work_on(service, again).state == "read"


def test_what_cannot_be_read_says_why_without_where_it_was_kept(service: Service) -> None:
    for text, problem in (("登记编号,备注\n1,2\n", "column-missing"), ("甲,乙\n1,2\n", "header-missing")):
        refused = work_on(service, hand_in(service, text, "../名册.csv"))
        assert (refused.state, refused.problem) == ("unreadable", problem)
        assert refused.facts["path"] == "名册.csv"
        assert refused.seen is not None
    binary = work_on(service, hand_in(service, "%PDF-1.7 and so on", "名册.pdf"))
    assert (binary.problem, binary.seen) == ("file-binary", None)


def test_what_was_said_of_the_columns_is_used_the_next_time(service: Service) -> None:
    odd = ROWS.replace("登记编号,姓名,性别", "档号,称呼,性别")
    upload = work_on(service, hand_in(service, odd))
    assert upload.state == "unreadable"
    said = {"档号": "registration_id", "称呼": "name", "性别": "sex"}
    uploads_of(service).change(upload.upload_id, lambda _: True, state="reading", columns=said)
    upload = work_on(service, upload)
    assert (upload.state, upload.remembered) == ("read", False)
    assert work_on(service, hand_in(service, odd)).seen is not None
    assert work_on(service, hand_in(service, odd)).state == "unreadable"  # only what is imported is kept
    work_on(service, begin_taking(service, upload))
    again = work_on(service, hand_in(service, odd.replace("B0", "C0")))
    assert (again.state, again.remembered, again.counts.accepted) == ("read", True, 95)


def test_nothing_is_done_to_a_file_that_is_being_worked_at(service: Service) -> None:
    upload = hand_in(service)
    with pytest.raises(Conflict):
        uploads_of(service).change(upload.upload_id, lambda now: not now.is_running, state="taking")


def test_files_that_wait_too_long_or_are_too_many_go(service: Service) -> None:
    first = work_on(service, hand_in(service, name="0.csv"))
    for n in range(WAITING_MAX):
        work_on(service, hand_in(service, name=f"{n + 1}.csv"))
    assert len(uploads_of(service).all([HOST])) <= WAITING_MAX + 1
    late = uploads_of(service, KEPT + timedelta(seconds=1))
    late.hand_in(io.BytesIO(b"x"), "late.csv", HOST, "clerk")
    assert [upload.file_name for upload in late.all([HOST])] == ["late.csv"]
    assert late.find(first.upload_id) is None
    assert late.find("../../log") is None


def test_a_sample_shows_no_long_number_whole() -> None:
    assert shown("id_number", "340123198001010018") == "340123********0018"
    assert shown("", "身份证340123198001010018号") == "身份证340***********0018号"
    assert shown("", "021-5555") == "021-5555"


@pytest.mark.parametrize(
    ("given", "kept"), [("..\\..\\名册.csv", "名册.csv"), (".hidden", "hidden"), ("a/", "a"), ("", "upload")]
)
def test_a_file_is_called_what_it_is_called_and_no_more(given: str, kept: str) -> None:
    assert safe_name(given) == kept
