"""A contender as a whole process of its own: wall clock, processor time and memory of it and its children.

Memory is the proportional set size summed over its processes, sampled ten times a second, and never less
than the largest one's own high-water mark, which the kernel keeps without gaps. Linux only: it reads /proc.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLE_S: Final = 0.1
SAMPLING_SHARE_MAX: Final = 0.05
"""Reading a large process's proportional size takes a while; it may not cost more of one core than this."""
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
_TAIL_CHARS: Final = 4_000


class Failed(Exception):
    """A process ended badly; the message holds the end of what it said."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children used."""

    wall_s: float
    cpu_s: float
    memory_mib: float
    output: str

    def as_json(self) -> dict[str, float]:
        """Return the figures, rounded to what they are good for."""
        figures = {"wall_s": self.wall_s, "cpu_s": self.cpu_s, "memory_mib": self.memory_mib}
        return {name: round(value, 2 if name != "memory_mib" else 0) for name, value in figures.items()}


def run_measured(command: Sequence[str], environment: dict[str, str] | None = None) -> Usage:
    """Run a command to its end and measure it. Raises Failed when it ends badly."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # the session is how its children are told from others
        env={**os.environ, **(environment or {})},
    )
    sampler = _Sampler(process.pid)
    sampler.start()
    said: dict[str, bytes] = {}
    readers = [_reader(process, name, said) for name in ("stdout", "stderr")]
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - began
    sampler.stop()
    for reader in readers:
        reader.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        told = said["stderr"].decode(errors="replace")[-_TAIL_CHARS:]
        raise Failed(f"{' '.join(command)}\nended with status {process.returncode}:\n{told}")
    cpu_s = max(usage.ru_utime + usage.ru_stime, sampler.cpu_s)
    return Usage(wall_s, cpu_s, sampler.memory_bytes / 2**20, said["stdout"].decode())


def _reader(process: subprocess.Popen[bytes], name: str, said: dict[str, bytes]) -> threading.Thread:
    stream = getattr(process, name)

    def read() -> None:
        said[name] = stream.read()
        stream.close()

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread


class _Sampler(threading.Thread):
    """Watches a session's processes until told to stop."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._over = threading.Event()
        self._next_pss = 0.0
        self.memory_bytes = 0
        self.cpu_s = 0.0

    def run(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self._sample()

    def stop(self) -> None:
        """Stop watching."""
        self._over.set()
        self.join()

    def _sample(self) -> None:
        pids = [pid for pid in _all_pids() if _session_of(pid) == self._session]
        self.cpu_s = max(self.cpu_s, sum(map(_cpu_s, pids)))
        self.memory_bytes = max(self.memory_bytes, *map(_high_water_bytes, pids), 0)
        # Proportional sizes never exceed resident ones, which are cheap to read.
        if len(pids) > 1 and sum(map(_resident_bytes, pids)) > self.memory_bytes:
            began = time.perf_counter()
            if began >= self._next_pss:
                self.memory_bytes = max(self.memory_bytes, sum(map(_proportional_bytes, pids)))
                now = time.perf_counter()
                self._next_pss = now + (now - began) / SAMPLING_SHARE_MAX


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""  # it has ended meanwhile, or is somebody else's


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; the name before it may hold anything."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _session_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[3]) if fields else 0


def _cpu_s(pid: int) -> float:
    """Return the processor time of a process and of its children that have ended."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / _TICKS_PER_S if fields else 0.0


def _resident_bytes(pid: int) -> int:
    fields = _read(pid, "statm").split()
    return int(fields[1]) * _PAGE_BYTES if fields else 0


def _line_bytes(text: str, label: str) -> int:
    for line in text.splitlines():
        if line.startswith(label):
            return int(line.split()[1]) * 1024
    return 0


def _high_water_bytes(pid: int) -> int:
    return _line_bytes(_read(pid, "status"), "VmHWM:")


def _proportional_bytes(pid: int) -> int:
    return _line_bytes(_read(pid, "smaps_rollup"), "Pss:")


def machine() -> dict[str, str | int | float]:
    """Describe the machine: processor, cores, memory, interpreter."""
    processor = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        "",
    )
    memory = _line_bytes("\n".join(_lines("/proc/meminfo")), "MemTotal:")
    return {
        "processor": processor,
        "cores": os.cpu_count() or 1,
        "memory_gib": round(memory / 2**30),
        "python": sys.version.split()[0],
        "load_1min_before": round(os.getloadavg()[0], 2),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()
