"""Where a trap is laid: a village of the home county, its clan, the hosts; and how rows get on rolls."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.sample.draws import Draws
from dedup.sample.families import Clan
from dedup.sample.ledger import Entry, Ledger
from dedup.sample.names import Name, surname_of
from dedup.sample.people import Birth, Person, Registry
from dedup.sample.places import Host, Village, VillageAddress, home
from dedup.sample.registering import Registrations
from dedup.sample.tables import Division, glyphs


@dataclass(frozen=True, slots=True)
class Scene:
    """What laying a trap needs of its block."""

    registrations: Registrations
    registry: Registry
    ledger: Ledger
    village: Village
    clan: Clan
    hosts: tuple[Host, ...]

    @property
    def draws(self) -> Draws:
        """Return the block's stream."""
        return self.registry.draws

    def host(self) -> int:
        """Draw a host's committee number."""
        return 1 + self.draws.below(len(self.hosts))

    def house(self) -> VillageAddress:
        """Draw a house of the village."""
        return self.village.house(1 + self.draws.below(9), 1 + self.draws.below(120))

    def han(self, year: int, sex: str, surname: str = "", origin: Division | None = None) -> Birth:
        """Return a Han birth, in the home county if nothing else is said."""
        return Birth("汉", surname or surname_of(self.draws, "汉"), year, sex, origin or home())

    def at_home(self, person: Person) -> Entry:
        """Put somebody on the home roll."""
        entry = self.registrations.home_entry(person, self.village)
        self.ledger.add(entry)
        return entry

    def at_host(self, person: Person, committee: int = 0) -> Entry:
        """Put somebody on a host's roll."""
        entry = self.registrations.host_entry(person, committee or self.host())
        self.ledger.add(entry)
        return entry

    def note(self, left: Entry, right: Entry, trap: str, error: str = "") -> None:
        """Note two rows as a trap; where the trap is an error in the right one, clerks leave both alone."""
        if error:
            left.settled = right.settled = True
            right.errors.append(error)
        self.ledger.note_alike(left, right, trap)


def renamed(name: Name, given: str) -> Name:
    """Return a name of the same surname with another given name."""
    return Name(name.surname + given, name.surname, given)


def sounding_like(draws: Draws, given: str) -> str:
    """Return a given name that sounds like another (同音)."""
    places = [at for at, sign in enumerate(given) if sign in glyphs() and glyphs()[sign].same_sound]
    if not places:
        return given
    at = draws.pick(places)
    return given[:at] + draws.pick(glyphs()[given[at]].same_sound) + given[at + 1 :]
