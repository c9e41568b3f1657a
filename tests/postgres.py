"""A real PostgreSQL for tests: Debian's server, its own data folder, fsync on, ended by its process id.

Each session of tests (each worker of xdist is one) starts one server on a Unix socket in a folder of its own;
each test gets a database of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import psycopg

from tests.children import children_of

_START_TIMEOUT_S = 60.0


def find_server() -> Path | None:
    """Return the folder with PostgreSQL's programs, the newest where there are several."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


class Server:
    """One server that can be stopped, killed and started again."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._data = self.folder / "data"
        # The server refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user)
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._run(
            "initdb", "-U", "dedup", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(self._data)
        )
        self.start()

    @property
    def pid(self) -> int:
        """Return the id of the server's first process, which is the parent of all the others."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "fsync=on",
            # Recovery syncs the disk once instead of the thousand files of every test's database.
            "recovery_init_sync_method=syncfs",
            "max_connections=60",
            "shared_buffers=64MB",
        )
        log = (self.folder / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *(f"--{s}" for s in settings)],
                user=self._user,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End the server at once, without a checkpoint: the next start recovers."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_TIMEOUT_S)
            self._process = None

    def kill(self) -> None:
        """End the server and all its processes at once, as a power cut would."""
        if self._process is not None:
            everyone = [self._process.pid, *children_of(self._process.pid)]
            for pid in everyone:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._process.wait(_START_TIMEOUT_S)
            self._process = None

    def remove(self) -> None:
        """End the server and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return how a database of this server is reached."""
        return f"host={self.folder} user=dedup dbname={database}"

    def new_database(self, folder: Path | None = None) -> str:
        """Create an empty database, in a folder if one is given, and return how it is reached."""
        name, place = f"test_{next(self._numbers)}", ""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if folder is not None:
                if self._user:
                    shutil.chown(folder, self._user)
                connection.execute(f"CREATE TABLESPACE in_{name} LOCATION '{folder}'".encode())
                place = f"TABLESPACE in_{name}"
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {place}".encode())
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop a database and the tablespace made for it, so that its folder is free again."""
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            connection.execute(f"DROP TABLESPACE IF EXISTS in_{name}".encode())

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            user=self._user,
            check=True,
            capture_output=True,
            cwd=self.folder,
        )
