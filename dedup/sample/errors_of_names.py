"""What a second clerk does to a name: sounds, shapes, forms, dots, rare characters.

Every function damages one row in place and returns whether it could.
"""

from __future__ import annotations

from typing import Final

from dedup.sample.draws import Draws
from dedup.sample.ledger import Entry
from dedup.sample.names import DOT, han_given, transliterations
from dedup.sample.tables import Glyph, glyphs, rare_glyphs

SHORT_SURNAMES: Final = {
    "肖": "萧",
    "萧": "肖",
    "傅": "付",
    "付": "傅",
    "戴": "代",
    "代": "戴",
    "阎": "闫",
    "闫": "阎",
}
"""Accepted simplifications: one family may hold both on different papers."""
_DOTS: Final = ("•", "・", "･", "‧", "⋅", "．", "。", ".", " ", "")
_TRUNCATED_LENGTHS: Final = (4, 5, 6, 8, 10)
_SHORTEST_DOTTED: Final = 7
_NOBODY: Final = Glyph("", "", "", "", "", "")


def _replace_by(entry: Entry, draws: Draws, field: str, *, also_surname: bool = False) -> bool:
    """Replace one character of the name by one of its confusions of a kind; given names first."""
    text = entry.name
    first = 0 if also_surname or not entry.person.name.surname else len(entry.person.name.surname)
    places = [at for at in range(first, len(text)) if getattr(glyphs().get(text[at], _NOBODY), field)]
    if not places:
        return False
    at = draws.pick(places)
    entry.name = text[:at] + draws.pick(getattr(glyphs()[text[at]], field)) + text[at + 1 :]
    return True


def homophone(entry: Entry, draws: Draws) -> bool:
    """Write another character of the same sound (同音字): 伟 as 炜."""
    return _replace_by(entry, draws, "same_sound")


def near_sound(entry: Entry, draws: Draws) -> bool:
    """Write what a dialect speaker's name sounds like (方言): zh/z, n/l, h/f, -ng/-n."""
    return _replace_by(entry, draws, "near_sound")


def lookalike(entry: Entry, draws: Draws) -> bool:
    """Write a character of similar shape (形近字): 晴 as 睛."""
    return _replace_by(entry, draws, "same_shape", also_surname=draws.chance(0.3))


def traditional(entry: Entry, draws: Draws) -> bool:
    """Write the whole name in traditional forms (繁体)."""
    del draws
    changed = "".join(glyphs().get(character, _NOBODY).traditional or character for character in entry.name)
    if changed == entry.name:
        return False
    entry.name = changed
    return True


def variant_form(entry: Entry, draws: Draws) -> bool:
    """Write a variant form (异体字): 峰 as 峯."""
    return _replace_by(entry, draws, "variant", also_surname=True)


def changed_name(entry: Entry, draws: Draws) -> bool:
    """Carry a new given name, the old one sometimes given as former name (曾用名)."""
    person = entry.person
    if not person.name.surname or person.name.parts:
        return False
    given = han_given(draws, person.year, person.sex)
    if given == person.name.given:
        return False
    # Some write only the new name, some both.
    entry.former_name = entry.name if draws.chance(0.5) else ""
    entry.name = person.name.surname + given
    return True


def other_surname(entry: Entry, draws: Draws) -> bool:
    """Write the accepted short or long form of a surname: 萧 and 肖."""
    del draws
    other = SHORT_SURNAMES.get(entry.name[:1])
    if other is None:
        return False
    entry.name = other + entry.name[1:]
    return True


def spaced(entry: Entry, draws: Draws) -> bool:
    """Put a space into a two-character name, as committees do to line columns up: 王　伟."""
    if len(entry.name) != 2:  # noqa: PLR2004
        return False
    entry.name = f"{entry.name[0]}{draws.pick(('　', ' ', '  '))}{entry.name[1]}"
    return True


def dot_variant(entry: Entry, draws: Draws) -> bool:
    """Write the dot of a name otherwise, as a space, or not at all."""
    if DOT not in entry.name:
        return False
    entry.name = entry.name.replace(DOT, draws.pick(_DOTS))
    return True


def truncated(entry: Entry, draws: Draws) -> bool:
    """Cut a long name off where the form's field ends."""
    if not entry.person.name.parts or len(entry.name) < _SHORTEST_DOTTED:
        return False
    entry.name = entry.name[
        : draws.pick([length for length in _TRUNCATED_LENGTHS if length < len(entry.name)])
    ]
    return True


def part_dropped(entry: Entry, draws: Draws) -> bool:
    """Leave the grandfather's name out, or the father's as well."""
    parts = entry.name.split(DOT)
    if len(parts) == 1:
        return False
    entry.name = DOT.join(parts[: draws.between(1, len(parts) - 1)])
    return True


def part_order(entry: Entry, draws: Draws) -> bool:
    """Write the father's name first."""
    del draws
    if DOT not in entry.name:
        return False
    entry.name = DOT.join(reversed(entry.name.split(DOT)))
    return True


def transliterated(entry: Entry, draws: Draws) -> bool:
    """Write the same name in other Chinese characters: 买买提 as 麦麦提."""
    surname = entry.person.name.surname
    body = entry.name[len(surname) :] if surname and entry.name.startswith(surname) else entry.name
    known = [word for word in sorted(transliterations()) if word in body]
    if not known or entry.person.people not in _TRANSLITERATED:
        return False
    longest = max(known, key=len)
    entry.name = entry.name.replace(longest, draws.pick(transliterations()[longest]), 1)
    return True


_TRANSLITERATED: Final = frozenset({"维吾尔", "哈萨克", "藏", "彝", "蒙古"})


def _rare_in(entry: Entry) -> str:
    return next((character for character in entry.name if character in rare_glyphs()), "")


def _replace_rare(entry: Entry, replacement: str) -> bool:
    entry.name = entry.name.replace(_rare_in(entry), replacement)
    return True


def rare_pinyin(entry: Entry, draws: Draws) -> bool:
    """Write a rare character's reading: 李子Wei."""
    rare = rare_glyphs().get(_rare_in(entry))
    if rare is None:
        return False
    reading = rare.reading
    return _replace_rare(entry, draws.pick((reading.capitalize(), reading.upper(), reading)))


def rare_placeholder(entry: Entry, draws: Draws) -> bool:
    """Write a question mark or box for a rare character."""
    return bool(_rare_in(entry)) and _replace_rare(entry, draws.pick("？?□*"))


def rare_split(entry: Entry, draws: Draws) -> bool:
    """Spell a rare character's parts out (拆字): 王（羽中）."""
    rare = rare_glyphs().get(_rare_in(entry))
    return rare is not None and _replace_rare(entry, draws.pick(("（{}）", "({})")).format(rare.parts))


def rare_private_use(entry: Entry, draws: Draws) -> bool:
    """Write a character of the committee's own making (造字), which elsewhere is a private-use code point."""
    del draws
    rare = rare_glyphs().get(_rare_in(entry))
    return rare is not None and _replace_rare(entry, rare.private_use)


def rare_substitute(entry: Entry, draws: Draws) -> bool:
    """Write a common character that looks or sounds like the rare one."""
    del draws
    rare = rare_glyphs().get(_rare_in(entry))
    return rare is not None and _replace_rare(entry, rare.substitute)


def in_pinyin(entry: Entry, draws: Draws) -> bool:
    """Write the whole name in letters, as an old system without the character set did."""
    readings = [glyphs()[character].reading for character in entry.name if character in glyphs()]
    if len(readings) != len(entry.name) or entry.person.name.parts:
        return False
    family, *given = readings
    entry.name = (
        f"{family.capitalize()} {''.join(given).capitalize()}"
        if draws.chance(0.6)
        else "".join(readings).upper()
    )
    return True
