from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.intake.gb18030 import CODEC, MOVED
from tests.dedup.intake.files import as_csv, read, roll, values, write

RECOMMENDED = {
    "a8bc": "\u1e3f",
    "a6d9": "\ufe10",
    "a6da": "\ufe12",
    "a6db": "\ufe11",
    "a6dc": "\ufe13",
    "a6dd": "\ufe14",
    "a6de": "\ufe15",
    "a6df": "\ufe16",
    "a6ec": "\ufe17",
    "a6ed": "\ufe18",
    "a6f3": "\ufe19",
    "fe59": "\u9fb4",
    "fe61": "\u9fb5",
    "fe66": "\u9fb6",
    "fe67": "\u9fb7",
    "fe6d": "\u9fb8",
    "fe7e": "\u9fb9",
    "fe90": "\u9fba",
    "fea0": "\u9fbb",
    "fe51": "\U00020087",
    "fe52": "\U00020089",
    "fe53": "\U000200cc",
    "fe6c": "\U000215d7",
    "fe76": "\U0002298f",
    "fe91": "\U000241fe",
}


@pytest.mark.parametrize(("code", "character"), RECOMMENDED.items())
def test_a_moved_code_point_decodes_to_where_the_edition_of_2022_has_it(code: str, character: str) -> None:
    assert bytes.fromhex(code).decode(CODEC) == character


def test_every_moved_character_is_covered_and_none_stays_private() -> None:
    assert set(MOVED.values()) == set(RECOMMENDED.values())
    assert not any("\ue000" <= character <= "\uf8ff" for character in MOVED.values())


@given(st.text(st.characters(exclude_categories=["Cs", "Co"])))
def test_text_survives_encoding_and_decoding(text: str) -> None:
    assert text.encode(CODEC).decode(CODEC) == text


def test_rare_characters_of_names_come_out_of_a_file_whole(tmp_path: Path) -> None:
    rows = roll(60)
    rows[3][2], rows[4][2] = "王\u9fb4\U000241fe", "李䶮𬱖"
    two_bytes = as_csv(rows).encode("gb18030").replace("\u9fb4".encode("gb18030"), b"\xfe\x59")
    read_back = read(write(tmp_path, two_bytes))
    assert values(read_back, "name")[3:5] == ["王\u9fb4\U000241fe", "李䶮𬱖"]
