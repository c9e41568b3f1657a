"""Writing a sample: blocks one after the other into the committees' files, the truth and the traps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Final

from dedup.errors import BadRequest
from dedup.sample.blocks import BLOCK_ROWS, BlockPlan, build_block
from dedup.sample.files import PairFile, RollFile, open_roll
from dedup.sample.ledger import Ledger
from dedup.sample.places import home, hosts
from dedup.sample.request import SampleReport, SampleRequest
from dedup.sample.templates import HOME_TEMPLATE, HOST_TEMPLATES, Template
from dedup.sample.truth import trap_rows, true_rows

LARGE_ROWS: Final = 200_000
"""Above it a mixed sample is CSV only."""
XLSX_ROWS: Final = 1_000_000
"""A sheet holds 1,048,576 rows."""


def _ignore(rows: int) -> None:
    del rows


def _check(request: SampleRequest) -> None:
    if request.rows < 1:
        raise BadRequest("sample-rows", rows=request.rows)
    if not 1 <= request.hosts <= len(hosts()):
        raise BadRequest("sample-hosts", hosts=request.hosts, most=len(hosts()))
    if request.format == "xlsx" and request.rows > XLSX_ROWS:
        raise BadRequest("sample-xlsx-rows", rows=request.rows, most=XLSX_ROWS)


def templates(request: SampleRequest) -> tuple[Template, ...]:
    """Return every committee's template, the home county's first."""
    chosen = [HOME_TEMPLATE, *(HOST_TEMPLATES[at % len(HOST_TEMPLATES)] for at in range(request.hosts))]
    if request.format != "mixed":
        return tuple(replace(template, format=request.format) for template in chosen)
    if request.rows > LARGE_ROWS:
        return tuple(replace(template, format="csv") for template in chosen)
    return tuple(chosen)


def _file_name(at: int, code: str, template: Template) -> str:
    return f"{'home' if at == 0 else 'host'}-{code}-invented.{template.format}"


class _Output:
    """The files of one sample."""

    def __init__(self, request: SampleRequest, stack: ExitStack) -> None:
        self.templates = templates(request)
        self.codes = (home().code, *(host.code for host in hosts()[: request.hosts]))
        self._serials = [0] * len(self.codes)
        request.out.mkdir(parents=True, exist_ok=True)
        self.rolls: list[RollFile] = []
        for at, (code, template) in enumerate(zip(self.codes, self.templates, strict=True)):
            roll = open_roll(request.out / _file_name(at, code, template), template, code)
            stack.callback(roll.close)
            self.rolls.append(roll)
        self.truth = PairFile(request.out / "truth.csv", "kind", "errors", "slices")
        stack.callback(self.truth.close)
        self.traps = PairFile(request.out / "traps.csv", "trap")
        stack.callback(self.traps.close)

    def write(self, block: Ledger) -> None:
        """Give a block's rows their registration ids and write them with what is true of them."""
        for at, roll in enumerate(block.rolls):
            form = self.templates[at].id_format.format
            for entry in roll:
                if entry.repeats is not None:
                    entry.registration_id = entry.repeats.registration_id
                    continue
                self._serials[at] += 1
                entry.registration_id = form(serial=self._serials[at], code=self.codes[at])
            self.rolls[at].write(roll)
        self.truth.write(true_rows(block, self.codes))
        self.traps.write(trap_rows(block, self.codes))


def write_sample(request: SampleRequest, on_rows: Callable[[int], None] = _ignore) -> SampleReport:
    """Write registers of invented voters, `truth.csv`, `traps.csv`; call back with the rows written so far.

    The same request writes the same bytes. Memory does not grow with the rows. Raises BadRequest for a
    number of rows or hosts that cannot be had, OSError when the folder cannot be written.
    """
    _check(request)
    blocks = -(-request.rows // BLOCK_ROWS)
    people = 0
    with ExitStack() as stack:
        output = _Output(request, stack)
        for number in range(blocks):
            rows = min(BLOCK_ROWS, request.rows - number * BLOCK_ROWS)
            plan = BlockPlan(request.seed, number, blocks, rows, hosts()[: request.hosts], request.rates)
            block = build_block(plan)
            output.write(block)
            people += block.people
            on_rows(number * BLOCK_ROWS + rows)
    return SampleReport(
        tuple(roll.path for roll in output.rolls),
        output.truth.path,
        request.rows,
        people,
        output.truth.pairs,
        output.traps.path,
        output.traps.pairs,
    )
