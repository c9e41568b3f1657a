"""Tables beside the log: the read model, secrets, kept answers; in SQLite files or in the log's PostgreSQL.

What reads and writes them is written once, in SQL that both engines understand; the few words in which they
differ are SQLite's, and `dedup.tables.postgres` puts its own for them.
"""

from dedup.tables.ports import Step, Tables, make_missing

__all__ = ["Step", "Tables", "make_missing"]
