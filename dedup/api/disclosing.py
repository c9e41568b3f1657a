"""Putting on record what somebody saw of the other committee's roll."""

from __future__ import annotations

from dedup.api.caller import Caller
from dedup.api.showing import COLUMNS, disclosed_sides
from dedup.bootstrap import Service
from dedup.cases.case import Case


def disclose_case(service: Service, caller: Caller, case: Case) -> None:
    """Record that the caller sees values of the other roll, once for each version of the case."""
    sides = disclosed_sides(caller, case)
    if sides:
        service.disclosures.of_case(caller.account.name, case, sides, COLUMNS)
