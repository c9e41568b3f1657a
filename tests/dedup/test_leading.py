from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from dedup.leading import DatabaseLead, FileLead, Lead
from events.postgres_connections import DurableDatastore, PostgresOptions


@pytest.fixture(params=["file", "database"])
def new_lead(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Lead]]:
    with ExitStack() as stack:
        if request.param == "file":

            def new() -> Lead:
                return FileLead(tmp_path / "lock")
        else:
            options = PostgresOptions(request.getfixturevalue("emptied_url"), pool_size=1)
            datastore = stack.enter_context(closing(DurableDatastore(options)))

            def new() -> Lead:
                return DatabaseLead(datastore)

        def tidied() -> Lead:
            lead = new()
            stack.callback(lead.leave)
            return lead

        yield tidied


def test_one_leads_until_it_leaves(new_lead: Callable[[], Lead]) -> None:
    one, other = new_lead(), new_lead()
    assert [one.take(), other.take(), one.take(), other.take()] == [True, False, True, False]
    one.leave()
    assert [other.take(), one.take()] == [True, False]


HOLDER = """
import pathlib, signal, sys
from dedup.leading import FileLead
FileLead(pathlib.Path(sys.argv[1])).take()
print("taken", flush=True)
signal.pause()
"""


def test_a_leader_whose_process_was_killed_leads_no_more(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"taken\n"
        lead = FileLead(tmp_path / "lock")
        assert not lead.take()
        holder.kill()
    assert lead.take()
    lead.leave()


def test_a_leader_whose_connection_broke_takes_the_lead_anew_or_learns_that_another_has_it(
    emptied_url: str,
) -> None:
    with closing(DurableDatastore(PostgresOptions(emptied_url, pool_size=1))) as datastore:
        one, other = DatabaseLead(datastore), DatabaseLead(datastore)
        assert one.take()
        assert one._connection is not None
        pid = one._connection.info.backend_pid
        with psycopg.connect(emptied_url, autocommit=True) as administrator:
            administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        assert other.take()
        assert not one.take()
        other.leave()
        assert one.take()
        one.leave()
