"""An invented person and the household register that knows them.

Owns how somebody comes into being: name, sex, birth, number. Knows nothing of registers and errors.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dedup.sample.draws import Draws
from dedup.sample.identity import DAYS, Numbering, birth_day
from dedup.sample.names import Name, name_person, with_rare_character
from dedup.sample.places import Address
from dedup.sample.tables import Division

ELECTION_YEAR: Final = 2026
LAST_BIRTHDAY: Final = "20081115"
"""Born on this day or before: 18 on election day (选举法 4)."""
MAN: Final = "男"
WOMAN: Final = "女"

_PHONE_STARTS: Final = (
    "130",
    "131",
    "132",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "155",
    "157",
)
_NEWER_PHONE_STARTS: Final = (
    "158",
    "159",
    "173",
    "177",
    "180",
    "181",
    "182",
    "183",
    "187",
    "188",
    "189",
    "191",
    "199",
)
_ALL_PHONE_STARTS: Final = _PHONE_STARTS + _NEWER_PHONE_STARTS


class Person(NamedTuple):
    """An invented voter."""

    name: Name
    sex: str
    people: str
    """Ethnicity as in GB/T 3304, without 族."""
    day: int
    """Birth day as a number of `identity.DAYS`."""
    number: str
    """The valid 18-character number that is truly theirs."""
    address: Address
    """Where the household register (户口) is."""
    phone: str
    marks: tuple[str, ...] = ()
    """What makes them special: twin, rare_character, …"""

    @property
    def year(self) -> int:
        """Return the birth year."""
        return int(self.number[6:10])


def phone_number(draws: Draws) -> str:
    """Draw a mobile number."""
    return f"{draws.pick(_ALL_PHONE_STARTS)}{draws.below(100_000_000):08d}"


def is_voter(day: int) -> bool:
    """Tell whether somebody born on a day is 18 on election day."""
    return DAYS[day] <= LAST_BIRTHDAY


class Birth(NamedTuple):
    """What is settled of somebody before they have a name and number."""

    people: str
    surname: str
    year: int
    sex: str
    origin: Division
    generation: str = ""
    father: str = ""


class Registry:
    """Brings people into being within one block: names, days and numbers drawn from its own stream."""

    __slots__ = ("draws", "numbering", "rare_share")

    def __init__(self, draws: Draws, numbering: Numbering, rare_share: float) -> None:
        self.draws = draws
        self.numbering = numbering
        self.rare_share = rare_share

    def name(self, birth: Birth) -> tuple[Name, tuple[str, ...]]:
        """Name somebody, now and then with a rare character."""
        name = name_person(
            self.draws, birth.people, birth.surname, (birth.year, birth.sex, birth.generation), birth.father
        )
        if name.surname and birth.people == "汉" and self.draws.unit() < self.rare_share:
            given = with_rare_character(self.draws, name.given)
            return Name(name.surname + given, name.surname, given), ("rare_character",)
        return name, ()

    def bear(self, birth: Birth, address: Address, phone: str) -> Person:
        """Bring one person into being."""
        name, marks = self.name(birth)
        day = birth_day(self.draws, birth.year)
        day, number = self.numbering.issue(birth.origin.code_at_birth(birth.year), day, birth.sex)
        return Person(name, birth.sex, birth.people, day, number, address, phone, marks)

    def bear_on(self, birth: Birth, day: int, name: Name, address: Address, phone: str) -> Person:
        """Bring a namesake or look-alike into being on a day, or shortly after when that day is full."""
        day, number = self.numbering.issue(birth.origin.code_at_birth(birth.year), day, birth.sex)
        return Person(name, birth.sex, birth.people, day, number, address, phone)

    def bear_twins(self, births: tuple[Birth, Birth], address: Address, phone: str) -> tuple[Person, Person]:
        """Bring twins into being: one day, neighbouring numbers."""
        day = birth_day(self.draws, births[0].year)
        area = births[0].origin.code_at_birth(births[0].year)
        day, *numbers = self.numbering.issue_twins(area, day, (births[0].sex, births[1].sex))
        names = [self.name(birth)[0] for birth in births]
        while names[0].text == names[1].text:
            names[1] = self.name(births[1])[0]
        elder, younger = (
            Person(name, birth.sex, birth.people, day, number, address, phone, ("twin",))
            for name, birth, number in zip(names, births, numbers, strict=True)
        )
        return elder, younger
