from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from dedup.errors import BadRequest
from dedup.letters.fonts import Typefaces, find_typefaces, package_folders
from dedup.settings import Settings


def drawn(folder: Path, family: str, characters: str) -> None:
    """Write a font whose every glyph is one square: enough to be found and to hold characters."""
    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 900), (900, 900)):
        (pen.lineTo if point != (0, 0) else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", *(f"u{ord(character):X}" for character in characters)]
    font = FontBuilder(1000)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(character): f"u{ord(character):X}" for character in characters})
    font.setupGlyf(dict.fromkeys(names, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    font.setupPost()
    font.save(folder / f"{family}.ttf")


def test_the_package_of_fonts_suffices() -> None:
    faces = find_typefaces(system=False)
    assert faces.text == ("Noto Serif SC",)
    assert faces.heading[0] == "Noto Sans SC"
    assert not faces.title_is_bold
    assert ord("䶮") in faces.characters


def test_without_a_chinese_font_the_remedy_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as raised:
        find_typefaces([tmp_path], packages=[], system=False)
    assert raised.value.code == "letter-fonts-missing"
    assert str(tmp_path) in raised.value.message("zh")
    assert "fonts-noto-cjk" in raised.value.remedy("en")


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as raised:
        find_typefaces([tmp_path / "none"])
    assert raised.value.code == "letter-font-folder"


def test_an_installed_fangsong_is_preferred(tmp_path: Path) -> None:
    drawn(tmp_path, "FangSong", "选民登记核实函县乡名单，。（）〔〕0123456789")
    faces = find_typefaces([tmp_path], system=False)
    assert faces.text == ("FangSong", "Noto Serif SC")
    assert faces.title[0] == "Noto Serif SC"


def test_a_font_that_lacks_everyday_characters_is_not_the_text() -> None:
    assert "AR PL UKai" not in find_typefaces().text[:1]


def test_a_fangsong_that_holds_little_is_passed_over(tmp_path: Path) -> None:
    drawn(tmp_path, "FangSong", "选民")
    assert find_typefaces([tmp_path], system=False).first == "Noto Serif SC"


def test_any_font_of_the_named_folders_stands_in_for_rare_characters(tmp_path: Path) -> None:
    drawn(tmp_path, "County Names", "\U0002b7a6")
    without, with_it = find_typefaces(system=False), find_typefaces([tmp_path], system=False)
    assert 0x2B7A6 not in without.characters
    assert 0x2B7A6 in with_it.characters
    assert with_it.text == ("Noto Serif SC", "County Names")


def test_a_copy_of_the_fonts_in_a_folder_of_ones_own_serves_as_well(tmp_path: Path) -> None:
    shutil.copy(package_folders()[0] / "NotoSerifSC-Regular.otf", tmp_path)
    faces: Typefaces = find_typefaces([tmp_path], packages=[], system=False)
    assert faces.heading[0] == "Noto Serif SC"


def test_the_folders_of_fonts_are_given_as_a_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().font_folders == ()
    monkeypatch.setenv("DEDUP_FONT_FOLDERS", os.pathsep.join(["/fonts/仿宋", "county"]))
    assert Settings().font_folders == (Path("/fonts/仿宋"), Path("county"))
