"""A writer of its own process: appends one stream after another until it is told to stop or is killed.

Prints the positions of each append once it has been confirmed.
"""

from __future__ import annotations

import sys

from events.log import Write
from events.postgres import open_postgres_log
from events.postgres_connections import PostgresOptions
from tests.events.log_contract import claimed


def main(url: str, name: str, appends: int, events: int) -> None:
    """Append so many times, so many events each."""
    log = open_postgres_log(PostgresOptions(url, pool_size=1))
    for number in range(appends):
        positions = log.append([Write(f"{name}/{number:06d}", 0, [claimed(name)] * events)])
        sys.stdout.write(f"{' '.join(map(str, positions))}\n")
        sys.stdout.flush()
    log.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
