"""Who registers where: the home county's voters, those who left, a host district's locals and strangers.

Owns migration. Every row is still right here; what clerks make of it comes later.
"""

from __future__ import annotations

from typing import Final

from dedup.sample.draws import Draws, spread
from dedup.sample.families import Family, local_family
from dedup.sample.ledger import HOME, Basis, Entry, Ledger, enter
from dedup.sample.names import PEOPLES, surname_of
from dedup.sample.people import ELECTION_YEAR, MAN, WOMAN, Birth, Person, Registry, phone_number
from dedup.sample.places import Address, Host, Village, dormitory, far_village, firm, flat, origins, school
from dedup.sample.rates import Rates

_LEAVING: Final = ((18, 0.0), (25, 0.35), (40, 0.45), (55, 0.33), (63, 0.12), (200, 0.0))
"""(up to age, share of the home county's people who left): 25-35 % of adults over all."""
_STUDENT_AGE: Final = 23
_MOST_ROWS_AWAY: Final = 3
_BASES: Final = spread([(Basis.RESIDENCE, 0.58), (Basis.UNIT, 0.42)], 64)
_STRANGER_YEARS: Final = spread(
    [(year, 1 + min(year - 1955, 2012 - year, 30)) for year in range(1956, 2008)], 1024
)
_HOME_DAYS: Final = tuple(f"202607{day:02d}" for day in range(6, 32))
_HOST_DAYS: Final = tuple(f"202609{day:02d}" for day in range(1, 29))
_AWAY_NOTES: Final = ("", "", "外出", "外出务工", "在{province}务工")


def _district(address: Address) -> str:
    """Return the constituency (选区) of an address of a host district."""
    street, community = address[1], address[2]
    return f"{street}第{1 + sum(map(ord, str(community))) % 30}选区"


class Registrations:
    """Puts people on the rolls of one block."""

    __slots__ = ("_draws", "_hosts", "_ledger", "_rates", "_registry")

    def __init__(self, registry: Registry, ledger: Ledger, rates: Rates, hosts: tuple[Host, ...]) -> None:
        self._draws: Draws = registry.draws
        self._registry = registry
        self._ledger = ledger
        self._rates = rates
        self._hosts = hosts

    def home_entry(self, person: Person, village: Village, note: str = "") -> Entry:
        """Return a person's row on the home county's roll."""
        constituency = f"{village.town}第{1 + sum(map(ord, village.name)) % 12}选区"
        entry = enter(person, HOME, Basis.HOUSEHOLD, constituency, self._draws.pick(_HOME_DAYS))
        entry.voter_group = village.name
        entry.note = note
        return entry

    def host_entry(self, person: Person, committee: int, basis: Basis | None = None) -> Entry:
        """Return the row of somebody from elsewhere on a host's roll."""
        draws, host = self._draws, self._hosts[committee - 1]
        if basis is None:
            student = ELECTION_YEAR - person.year <= _STUDENT_AGE and draws.chance(0.4)
            basis = Basis.SCHOOL if student else draws.pick(_BASES)
        if basis is Basis.RESIDENCE:
            employer = firm(draws) if draws.chance(0.3) else ""
            residence = flat(draws, host)
        else:
            employer = school(draws, host) if basis is Basis.SCHOOL else firm(draws)
            residence = dormitory(draws, host, employer)
        entry = enter(person, committee, basis, _district(residence), draws.pick(_HOST_DAYS))
        entry.residence, entry.employer = residence, employer
        return entry

    def certify(self, entry: Entry, share: float) -> None:
        """Give a row the number of a voter-qualification certificate (选民资格证明), in a share of cases."""
        if self._draws.chance(share):
            entry.certificate_no = f"选资证字〔2026〕第{self._draws.below(90_000) + 10_000}号"

    def settle_family(self, family: Family, village: Village, left: int) -> bool:
        """Register a home family, at home and away; return False, nothing done, if rows run out."""
        host = 1 + self._draws.below(len(self._hosts))
        plans = [(person, self._register_home_person(person, village, host)) for person in family.members]
        if sum(len(entries) for _, entries in plans) > left:
            return False
        for _, entries in plans:
            if entries:
                self._ledger.add(*entries)
        self._note_kin(family, plans)
        return True

    def _register_home_person(self, person: Person, village: Village, host: int) -> list[Entry]:
        draws, rates = self._draws, self._rates
        age = ELECTION_YEAR - person.year
        if not draws.chance(next(share for up_to, share in _LEAVING if age < up_to)):
            entries = [self.home_entry(person, village)]
            if draws.chance(rates.repeat_at_home):
                entries.append(self.unit_at_home(person, village))
            return entries
        luck = draws.unit()
        if luck < rates.both:
            home = self.home_entry(person, village, self._away_note(host))
            return [home, *self.away(person, host, rates.certificate_both)]
        if luck < rates.both + rates.host_only:
            return self.away(person, host, rates.certificate_host_only)
        if luck < rates.both + rates.host_only + rates.nowhere:
            return []
        return [self.home_entry(person, village, self._away_note(host))]

    def _away_note(self, host: int) -> str:
        """Draw what the home committee remarks on somebody who left: often nothing."""
        province = self._hosts[host - 1].head[:2]
        return self._draws.pick(_AWAY_NOTES).format(province=province)

    def unit_at_home(self, person: Person, village: Village) -> Entry:
        """Return a second row on the home roll, of somebody whose employer registered them as well."""
        entry = self.home_entry(person, village)
        entry.basis = Basis.UNIT
        entry.employer = village.town + self._draws.pick(
            ("中心小学", "卫生院", "人民政府", "供电所", "信用社")
        )
        entry.constituency = f"{village.town}机关选区"
        entry.voter_group = ""
        return self.second(entry)

    def away(self, person: Person, host: int, certificate: float) -> list[Entry]:
        """Return the rows of somebody who left: on one host's roll, rarely twice or on another's too."""
        draws, rates = self._draws, self._rates
        if draws.chance(0.35):  # kin go where kin went, some go elsewhere
            host = 1 + draws.below(len(self._hosts))
        first = self.second(self.host_entry(person, host))
        self.certify(first, certificate)
        entries = [first]
        if draws.chance(rates.repeat_in_host):
            other = Basis.UNIT if first.basis is Basis.RESIDENCE else Basis.RESIDENCE
            entries.append(self.second(self.host_entry(person, host, other)))
        if len(self._hosts) > 1 and draws.chance(rates.second_host):
            another = 1 + (host + draws.below(len(self._hosts) - 1)) % len(self._hosts)
            entries.append(self.second(self.host_entry(person, another)))
        return entries

    def second(self, entry: Entry) -> Entry:
        """Make a row one of somebody registered again: another phone in part of the cases."""
        if self._draws.chance(self._rates.phone_other):
            entry.phone = phone_number(self._draws)
            entry.errors.append("phone_other")
        if entry.committee != HOME and self._draws.chance(self._rates.hukou_moved):
            self.move_household(entry)
        return entry

    def move_household(self, entry: Entry) -> None:
        """Let the household have moved to the host, while the old home entry stayed on its roll."""
        entry.household = flat(self._draws, self._hosts[entry.committee - 1])
        entry.residence = entry.household
        entry.basis = Basis.HOUSEHOLD
        entry.employer = ""
        entry.errors.append("hukou_moved")

    def _note_kin(self, family: Family, plans: list[tuple[Person, list[Entry]]]) -> None:
        rows = {person.number: entries for person, entries in plans}
        for trap, pairs in (("twins", family.twins), ("siblings", family.siblings)):
            for left, right in pairs:
                for one in rows.get(left.number, ()):
                    for other in rows.get(right.number, ()):
                        # Siblings on one roll are no trap; twins are one everywhere.
                        if trap == "twins" or one.committee != other.committee:
                            self._ledger.note_alike(one, other, trap)

    def local_household(self, committee: int, left: int) -> None:
        """Register a family of a host district at its household."""
        host = self._hosts[committee - 1]
        people = "汉" if self._draws.chance(0.985) else self._draws.pick(PEOPLES)
        family = local_family(self._registry, host, people)
        spare = left - len(family.members)
        for person in family.members[:left]:
            day = self._draws.pick(_HOST_DAYS)
            entry = enter(person, committee, Basis.HOUSEHOLD, _district(person.address), day)
            entry.residence = person.address
            if spare > 0 and self._draws.chance(self._rates.repeat_of_local):
                spare -= 1
                self._ledger.add(entry, self._local_at_unit(person, committee))
            else:
                self._ledger.add(entry)

    def _local_at_unit(self, person: Person, committee: int) -> Entry:
        entry = self.host_entry(person, committee, Basis.UNIT)
        entry.residence = person.address
        return self.second(entry)

    def stranger(self) -> Person:
        """Bring somebody into being who comes from anywhere in the country."""
        draws = self._draws
        people = draws.pick(PEOPLES)
        division = draws.pick(origins(people))
        sex = MAN if draws.chance(0.54) else WOMAN
        birth = Birth(people, surname_of(draws, people), draws.pick(_STRANGER_YEARS), sex, division)
        return self._registry.bear(birth, far_village(draws, division), phone_number(draws))

    def register_stranger(self, committee: int, left: int) -> None:
        """Register somebody from anywhere at a host; rarely there twice or at another host too."""
        person = self.stranger()
        roomy = left >= _MOST_ROWS_AWAY
        entries = self.away(person, committee, 0.4) if roomy else [self.host_entry(person, committee)]
        if len(entries) == 1:
            entries[0].errors.clear()
            entries[0].phone = person.phone
        self._ledger.add(*entries)
