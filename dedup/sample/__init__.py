"""Registers of invented voters, with the truth about them: `write_sample`.

Owns invention: people, families, migration, clerks and their errors, look-alikes, files. Knows the
interchange columns and nothing of the log, the matcher or cases.

Written are one register a committee, and beside them:

- `truth.csv`: every pair of rows that are one person: `left_committee`, `left_registration_id`,
  `right_committee`, `right_registration_id`, `kind` (cross_committee or within_committee), `errors`
  (what was done to the two rows, see `clerks.DAMAGES`; semicolons between) and `slices` (see `truth.slices`).
- `traps.csv`: pairs that look alike and are no double registration: the same four columns and `trap` (see
  `traps.TRAPS`). Not a list of all pairs that are not true. A `county_and_township` pair is one person,
  lawfully on two levels; in a `resubmission` both sides are one registration id, sent twice in one file.
"""

from __future__ import annotations

from dedup.sample.rates import Rates
from dedup.sample.request import FileFormat, SampleReport, SampleRequest
from dedup.sample.writing import write_sample

__all__ = ["FileFormat", "Rates", "SampleReport", "SampleRequest", "write_sample"]
