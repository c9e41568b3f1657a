from __future__ import annotations

from pathlib import Path

from dedup.cases.commands import Claim, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from dedup.publish.flags_csv import write_flags
from dedup.tables.sqlite import file_tables
from dedup.views.cases import CaseQuery, open_case_view
from events.cases import Assessment, CaseRescored, Evidence, case_stream_id
from events.log import Write
from tests.dedup.views.test_cases import log_with_three_cases
from tests.examples import NOON, minutes_later


def test_flags_read_for_a_file_show_what_the_whole_cases_show(tmp_path: Path) -> None:
    log, ids = log_with_three_cases()
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(ids[0], Claim("li", "left"))
    desk.carry_out(ids[0], TakePosition("li", "left", Said("not_same"), "两人年龄不同"))
    evidence = tuple(
        Evidence(field=field, level=level, bits=bits)
        for field, level, bits in (
            ("prior", "kin", -5.4),
            ("name", "exact", 13.13),
            ("sex", "differs", -2.25),
        )
    )
    anew = Assessment(
        probability=0.75, verdict="same_person", evidence=evidence, model="m2", search_incomplete=True
    )
    rescored = CaseRescored(actor="projector", happened_at=NOON, recorded_at=NOON, assessment=anew)
    log.append([Write(case_stream_id(ids[1]), 1, (rescored,))])
    view = open_case_view(file_tables(":memory:"))
    view.catch_up(log)
    query = CaseQuery(flagged=True)
    assert write_flags(tmp_path / "flags.csv", view.flags(query), "en") == 3
    assert write_flags(tmp_path / "cases.csv", view.find(query), "en") == 3
    assert (tmp_path / "flags.csv").read_bytes() == (tmp_path / "cases.csv").read_bytes()
    view.close()
