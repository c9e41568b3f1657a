"""Which typefaces letters are set in, and which characters they hold.

GB/T 9704-2012 asks for 仿宋 in the text, 小标宋 in titles and 黑体 in headings. These are not free to
pass on, so that installed ones are used where they are found, and Noto Serif and Noto Sans stand in.
Fonts are looked for in the folders of the setting `font_folders`, in the Python package that carries
Noto, and among those of the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst
from fontTools.ttLib import TTFont

from dedup.errors import BadRequest

SONG: Final = (
    *("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN"),
    *("FandolSong", "STSong", "Songti SC", "NSimSun", "SimSun", "AR PL UMing"),
)
TEXT: Final = (
    *("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang"),
    *("FandolFang R", "Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "朱雀仿宋", *SONG),
)
TITLE: Final = (
    *("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    *("FZXiaoBiaoSong-B05", "FZXBSK--GBK1-0", *SONG),
)
HEADING: Final = (
    *("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Noto Sans SC"),
    *("Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei"),
)
RARE: Final = (
    *(*SONG, "SimSun-ExtB", "SimSun-ExtG", "HanaMinA", "HanaMinB", "Plangothic P1", "Plangothic P2"),
    *("BabelStone Han", "TW-Sung", "TW-Sung-Ext-B"),
)
"""Where a character is looked for that the first typeface lacks, in this order."""
LATIN: Final = "Libertinus Serif"
"""For English letters; comes with the typesetter."""
_EVERYDAY: Final = frozenset("选民登记核实函县乡名单，。（）〔〕0123456789")


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The families that letters are set in, in order of preference, and all characters they hold."""

    shelf: typst.Fonts
    text: tuple[str, ...]
    title: tuple[str, ...]
    heading: tuple[str, ...]
    title_is_bold: bool
    """False: the title's weight is drawn, because its family has no bold."""
    characters: frozenset[int]

    @property
    def first(self) -> str:
        """Name the family of the text."""
        return self.text[0]


def package_folders() -> tuple[Path, ...]:
    """Return the folders of installed Python packages that carry Chinese fonts."""
    try:
        import pylopdf_fonts_zh_cn as noto
    except ImportError:
        return ()
    return (noto.serif_path().parent,)


def find_typefaces(
    folders: Sequence[Path] = (), *, packages: Sequence[Path] | None = None, system: bool = True
) -> Typefaces:
    """Choose the typefaces of letters from what is installed.

    Raises BadRequest when a folder is none or no font holds everyday Chinese.
    """
    for folder in folders:
        if not folder.is_dir():
            raise BadRequest("letter-font-folder", folder=str(folder))
    searched = [*folders, *(package_folders() if packages is None else packages)]
    shelf = typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=True, font_paths=[str(f) for f in searched]
    )
    installed = _by_family(shelf.fonts())
    song = _covering(SONG, installed)
    text = _covering(TEXT, installed)
    if not text:
        raise BadRequest("letter-fonts-missing", folders="、".join(map(str, searched)) or "-")
    own = sorted(name for name, faces in installed.items() if _stands_in(faces, folders))
    rare = [name for name in RARE if name in installed]
    title = (_covering(TITLE, installed) or song or text)[:1]
    heading = (_covering(HEADING, installed) or text)[:1]
    backing = tuple(dict.fromkeys([*text[:1], *rare, *own]))
    return Typefaces(
        shelf=shelf,
        text=backing,
        title=tuple(dict.fromkeys([*title, *backing])),
        heading=tuple(dict.fromkeys([*heading, *backing])),
        title_is_bold="BiaoSong" in title[0] or "小标宋" in title[0] or _has_bold(installed[title[0]]),
        characters=frozenset().union(*(_characters(installed[name]) for name in backing)),
    )


def _by_family(faces: Iterable[typst.FontInfo]) -> dict[str, list[typst.FontInfo]]:
    families: dict[str, list[typst.FontInfo]] = {}
    for face in faces:
        families.setdefault(face.family, []).append(face)
    return families


def _covering(wanted: Iterable[str], installed: dict[str, list[typst.FontInfo]]) -> tuple[str, ...]:
    everyday = {ord(character) for character in _EVERYDAY}
    present = (name for name in wanted if name in installed)
    return tuple(name for name in present if everyday <= _characters(installed[name]))


def _has_bold(faces: Iterable[typst.FontInfo]) -> bool:
    return any(face.weight >= 600 for face in faces)  # noqa: PLR2004


def _stands_in(faces: Iterable[typst.FontInfo], folders: Sequence[Path]) -> bool:
    paths = [Path(face.path) for face in faces if face.path]
    return any(path.is_relative_to(folder) for path in paths for folder in folders)


def _characters(faces: Iterable[typst.FontInfo]) -> frozenset[int]:
    """Return what every face of a family holds: any of them may be chosen."""
    held = [_held_by(face.path, face.index) for face in faces if face.path]
    return frozenset.intersection(*held) if held else frozenset()


@cache
def _held_by(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
