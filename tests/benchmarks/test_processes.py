from __future__ import annotations

import sys

import pytest

from benchmarks.processes import Failed, run_measured

BUSY = """
import time
held = b"x" * ({mib} << 20)
end = time.process_time() + {busy_s}
while time.process_time() < end:
    pass
time.sleep({idle_s})
"""
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {busy!r}])
exec({busy!r})
child.wait()
print("done")
"""


def test_children_count_in_processor_time_and_memory() -> None:
    busy = BUSY.format(mib=60, busy_s=0.3, idle_s=0.5)
    usage = run_measured([sys.executable, "-c", PARENT.format(busy=busy)])
    assert usage.output == "done\n"
    assert usage.cpu_s >= 0.6
    assert 120 < usage.memory_mib < 200
    assert usage.wall_s >= 0.8


def test_sleeping_takes_no_processor_time() -> None:
    usage = run_measured([sys.executable, "-c", BUSY.format(mib=1, busy_s=0.0, idle_s=0.3)])
    assert usage.wall_s >= 0.3
    assert usage.cpu_s < 0.2


def test_a_failure_tells_how_the_process_ended_and_what_it_said() -> None:
    with pytest.raises(Failed, match=r"(?s)status 3.*no such roll"):
        run_measured([sys.executable, "-c", "import sys; sys.stderr.write('no such roll'); sys.exit(3)"])
