"""One block of a sample: some 2,000 rows that depend on nothing but the request and the block's number.

Blocks share no state, so memory does not grow with the sample and a pair never spans two blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dedup.sample.clerks import WORKBOOK_ROWS, open_workbook, write_rows
from dedup.sample.draws import Draws
from dedup.sample.families import Clan, Lineage, found_clan
from dedup.sample.identity import Numbering
from dedup.sample.ledger import HOME, Ledger
from dedup.sample.names import PEOPLES
from dedup.sample.people import Registry
from dedup.sample.places import Host, Village, home_village
from dedup.sample.planting import SHOWN_ERRORS, plant_pair
from dedup.sample.rates import Rates
from dedup.sample.registering import Registrations
from dedup.sample.scene import Scene
from dedup.sample.traps import MOST_ROWS, TRAPS

BLOCK_ROWS: Final = 2_000
_CLANS_A_VILLAGE: Final = 6
_VILLAGES_A_BLOCK: Final = 4
_HOME_WORKBOOK_ROWS: Final = 200
_ROOM_FOR_PLANTING: Final = 200


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """What a block depends on."""

    seed: int
    number: int
    blocks: int
    rows: int
    hosts: tuple[Host, ...]
    rates: Rates


class _Builder:
    def __init__(self, plan: BlockPlan) -> None:
        self._plan = plan
        self._draws = Draws(plan.seed, "block", plan.number)
        numbering = Numbering(self._draws, plan.number, plan.blocks)
        self._registry = Registry(self._draws, numbering, plan.rates.rare_character)
        self.ledger = Ledger([[] for _ in range(len(plan.hosts) + 1)])
        self._registrations = Registrations(self._registry, self.ledger, plan.rates, plan.hosts)
        self._places: list[tuple[Village, tuple[Clan, ...]]] = []

    def _left(self) -> int:
        return self._plan.rows - self.ledger.rows

    def settle_villages(self) -> None:
        """Fill the home county's villages with lineages, and the hosts with those who left."""
        for _ in range(_VILLAGES_A_BLOCK):
            people = self._draws.pick(PEOPLES)
            clans = tuple(found_clan(self._draws, people) for _ in range(_CLANS_A_VILLAGE))
            self._places.append((home_village(self._draws, clans[0].surname), clans))
        wanted = int(self._plan.rows * self._plan.rates.home_share)
        while len(self.ledger.rolls[HOME]) < wanted and self._left():
            settled = len(self.ledger.rolls[HOME]) * _VILLAGES_A_BLOCK // max(1, wanted)
            village, clans = self._places[min(settled, _VILLAGES_A_BLOCK - 1)]
            # The first clan of a village is the largest, the second next; others make up the rest.
            clan = clans[min(self._draws.below(_CLANS_A_VILLAGE), self._draws.below(_CLANS_A_VILLAGE))]
            if self._draws.chance(0.3):
                clan = found_clan(self._draws, clan.people)
            family = Lineage(self._registry, self._plan.rates, village, clan).raise_family()
            if not self._registrations.settle_family(family, village, self._left()):
                return

    def plant(self) -> None:
        """Plant the error kinds and traps whose turn it is in this block."""
        plan, rates = self._plan, self._plan.rates
        kinds = list(TRAPS)
        for turn in range(plan.number * rates.shown_pairs, (plan.number + 1) * rates.shown_pairs):
            if self._left() < MOST_ROWS:
                return
            village, _ = self._draws.pick(self._places)
            kind = SHOWN_ERRORS[turn % len(SHOWN_ERRORS)]
            plant_pair(self._registrations, self.ledger, self._registry, kind, village)
        for turn in range(plan.number * rates.shown_traps, (plan.number + 1) * rates.shown_traps):
            if self._left() < MOST_ROWS:
                return
            village, clans = self._draws.pick(self._places)
            scene = Scene(self._registrations, self._registry, self.ledger, village, clans[0], plan.hosts)
            TRAPS[kinds[turn % len(kinds)]](scene)

    def fill_hosts(self) -> None:
        """Fill the hosts' rolls with their locals and with strangers."""
        hosts = len(self._plan.hosts)
        turn = self._draws.below(hosts)
        while self._left():
            committee = 1 + turn % hosts
            if self._draws.chance(self._plan.rates.host_local_share):
                self._registrations.local_household(committee, self._left())
            else:
                self._registrations.register_stranger(committee, self._left())
            turn += 1

    def hand_in(self) -> None:
        """Let clerks write every roll, workbook by workbook; hosts take people as they come."""
        plan = self._plan
        for committee, roll in enumerate(self.ledger.rolls):
            draws = Draws(plan.seed, "files", plan.number, committee)
            if committee != HOME:
                draws.shuffle(roll)
            size = _HOME_WORKBOOK_ROWS if committee == HOME else WORKBOOK_ROWS
            for start in range(0, len(roll), size):
                book = open_workbook(draws, plan.seed, committee, plan.rates)
                for entry, below in write_rows(book, roll[start : start + size], plan.rates):
                    self.ledger.note_shifted(entry, below)


def build_block(plan: BlockPlan) -> Ledger:
    """Return a block's rows as clerks handed them in, exactly `plan.rows` of them."""
    builder = _Builder(plan)
    builder.settle_villages()
    if plan.rows >= _ROOM_FOR_PLANTING:
        builder.plant()
    builder.fill_hosts()
    builder.hand_in()
    return builder.ledger
