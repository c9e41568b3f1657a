"""Addresses: villages of the home county and of others, flats and dormitories of host districts.

Owns how an address is put together and in how many ways committees write the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from dedup.sample.draws import Draws
from dedup.sample.tables import Division, divisions, read_toml

_NUMERALS: Final = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Write 1 to 999 as committees do in addresses: 12 → 十二, 105 → 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_NUMERALS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_NUMERALS[ones] if ones else "")


class Manner(NamedTuple):
    """A clerk's manner of writing village addresses."""

    province: bool = True
    prefecture: bool = True
    chinese_numerals: bool = False
    group_word: str = "组"
    number: bool = True


FULL: Final = Manner()


class VillageAddress(NamedTuple):
    """A house in a village; `group` is the villagers' group 村民小组."""

    division: Division
    town: str
    village: str
    group: int
    number: int
    former_town: str = ""

    def write(self, manner: Manner, *, town: str = "", village: str = "") -> str:
        """Write it in a clerk's manner, with another township or village spelling if given."""
        province, prefecture, group_word = manner.province, manner.prefecture, manner.group_word
        where = self.division
        head = (where.province if province else "") + (where.prefecture if prefecture else "")
        if manner.chinese_numerals:
            group, number = chinese_numeral(self.group), chinese_numeral(self.number)
        else:
            group, number = str(self.group), str(self.number)
        tail = f"{number}号" if manner.number else ""
        return f"{head}{where.county}{town or self.town}{village or self.village}{group}{group_word}{tail}"


class TownAddress(NamedTuple):
    """A flat or dormitory in a host district."""

    head: str
    street: str
    community: str
    road: str
    number: int
    site: str
    building: int
    room: int

    def write(self, manner: Manner, *, town: str = "", village: str = "") -> str:
        """Write it in a clerk's manner; a district's own clerks never write another township."""
        head = self.head if manner.province else ""
        hall = "栋" if manner.group_word == "组" else "幢"
        community = village or self.community
        place = f"{town or self.street}{community}" if manner.prefecture else town or self.street
        return f"{head}{place}{self.road}{self.number}号{self.site}{self.building}{hall}{self.room}室"


Address = VillageAddress | TownAddress


@dataclass(frozen=True, slots=True)
class Host:
    """A host district (流入地)."""

    code: str
    head: str
    streets: tuple[str, ...]
    origin: Division
    """What its locals' numbers begin with, in its earlier codes."""


@cache
def _places() -> dict[str, Any]:
    return read_toml("places.toml")


@cache
def hosts() -> tuple[Host, ...]:
    """Return the host districts in the order in which a sample takes them."""
    return tuple(
        Host(
            row["code"],
            row["province"] + row["prefecture"] + row["county"],
            tuple(row["streets"].split()),
            divisions()[row["born_as"]],
        )
        for row in _places()["host"]
    )


@cache
def home() -> Division:
    """Return the home county (户籍地)."""
    return divisions()[_places()["home"]["code"]]


@cache
def neighbours() -> tuple[Division, ...]:
    """Return the counties around the home county, where many wives were born."""
    return tuple(divisions()[code] for code in _places()["home"]["neighbours"])


@cache
def elsewhere() -> tuple[Division, ...]:
    """Return every division, for strangers."""
    return tuple(divisions().values())


_REGIONS: Final = {
    "维吾尔": ("65",), "哈萨克": ("65",), "藏": ("54", "63", "5132"), "彝": ("5134", "53"), "蒙古": ("15",),
    "壮": ("45",), "苗": ("52", "43"), "土家": ("43", "50", "42"), "回": ("64", "62", "63"),
    "满": ("21", "13"),    "侗": ("52", "43"), "瑶": ("43", "45"), "布依": ("52",),
}  # fmt: skip


@cache
def origins(people: str) -> tuple[Division, ...]:
    """Return the divisions that strangers of a people come from."""
    starts = _REGIONS.get(people)
    if starts is None:
        return elsewhere()
    return tuple(place for place in elsewhere() if place.code.startswith(starts))


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    return tuple(_places()[section][key].split())


class Village(NamedTuple):
    """An administrative village (行政村) of the home county."""

    town: str
    former_town: str
    name: str

    def house(self, group: int, number: int) -> VillageAddress:
        """Return the address of a house."""
        return VillageAddress(home(), self.town, self.name, group, number, self.former_town)


def home_village(draws: Draws, clan: str) -> Village:
    """Draw a village, half of them named after the clan that lives there."""
    at = draws.below(len(_words("home", "towns")))
    if clan and draws.chance(0.5):
        name = clan + draws.pick(_words("home", "clan_tails"))
    else:
        name = draws.pick(_words("home", "village_heads")) + draws.pick(_words("home", "village_tails"))
    return Village(_words("home", "towns")[at], _words("home", "former_towns")[at], name)


def far_village(draws: Draws, division: Division) -> VillageAddress:
    """Draw a village address of some county."""
    village = draws.pick(_words("home", "village_heads")) + draws.pick(_words("home", "village_tails"))
    return VillageAddress(
        division, draws.pick(_words("elsewhere", "towns")), village, 1 + draws.below(12), 1 + draws.below(120)
    )


def flat(draws: Draws, host: Host) -> TownAddress:
    """Draw a flat of a host district."""
    community = draws.pick(_words("urban", "communities"))
    site = draws.pick(_words("urban", "communities")) + draws.pick(_words("urban", "estates"))
    return TownAddress(
        host.head,
        draws.pick(host.streets),
        community + "社区",
        draws.pick(_words("urban", "roads")),
        1 + draws.below(400),
        site,
        1 + draws.below(30),
        (1 + draws.below(18)) * 100 + 1 + draws.below(6),
    )


def dormitory(draws: Draws, host: Host, firm: str) -> TownAddress:
    """Draw a room of a firm's or school's dormitory; a firm's road depends on its name only."""
    streets, roads = host.streets, _words("urban", "roads")
    key = sum(map(ord, firm))
    return TownAddress(
        host.head,
        streets[key % len(streets)],
        _words("urban", "communities")[key % 24] + "社区",
        roads[key % len(roads)],
        1 + key % 300,
        firm + "宿舍",
        1 + draws.below(4),
        (1 + draws.below(6)) * 100 + 1 + draws.below(20),
    )


def firm(draws: Draws) -> str:
    """Draw an employer."""
    return draws.pick(_words("urban", "firms")) + draws.pick(_words("urban", "trades"))


def school(draws: Draws, host: Host) -> str:
    """Draw a school of a host district."""
    return host.head[-3:-1] + draws.pick(_words("urban", "schools"))
