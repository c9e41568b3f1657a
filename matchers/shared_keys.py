"""Which shares of the keys some records have keys in: what a record must be told to, before it is stored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matchers.blocking import Blocking
from matchers.columns import Array
from matchers.profile import Coded, Profile
from matchers.rows import RecordRows
from matchers.sharing import shares_of


def shares_touched(profile: Profile, coded: Coded, partitions: Sequence[int] | Array, shares: int) -> Array:
    """Return for each coded record, given its partition, a truth value for each share."""
    count = len(partitions)
    rows = RecordRows(profile)
    slots = rows.append(coded, count)
    blocking = Blocking(profile, rows, block_cap=1)
    blocking.assign(slots, partitions)
    postings = blocking.postings_of(slots)
    touched = np.zeros((count, shares), dtype=bool)
    touched[postings.slots, shares_of(postings.keys, shares)] = True
    return touched
