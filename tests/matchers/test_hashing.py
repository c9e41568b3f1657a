import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matchers.hashing import hash_points, hash_text, hash_texts, narrow, narrow_hash, scramble

texts = st.lists(st.text(st.characters(exclude_characters="\0"), max_size=12), max_size=20)


@given(texts)
def test_a_batch_of_texts_hashes_as_each_of_them(batch: list[str]) -> None:
    assert hash_texts(batch).tolist() == [hash_text(text) for text in batch]


@given(texts)
def test_rows_of_code_points_hash_as_the_texts_they_spell(batch: list[str]) -> None:
    points = np.zeros((len(batch), 13), dtype=np.uint32)
    for row, text in zip(points, batch, strict=True):
        row[: len(text)] = [ord(c) for c in text]
    assert hash_points(points).tolist() == [hash_text(text) for text in batch]


@given(texts)
def test_narrow_hashes_are_alike_one_by_one_and_zero_for_nothing_only(batch: list[str]) -> None:
    narrowed = narrow(hash_texts(batch)).tolist()
    assert narrowed == [narrow_hash(text) for text in batch]
    assert [hashed == 0 for hashed in narrowed] == [text == "" for text in batch]


@given(texts)
def test_different_texts_have_different_hashes(batch: list[str]) -> None:
    assert len(set(hash_texts(batch).tolist())) == len(set(batch))


def test_nothing_stays_nothing_when_scrambled() -> None:
    assert scramble(np.zeros(1, dtype=np.uint64)).tolist() == [0]


def test_a_very_long_text_hashes_by_its_beginning() -> None:
    long = "a" * 5000
    assert hash_texts([long, long + "b", "c"]).tolist() == [hash_text(long), hash_text(long), hash_text("c")]


def test_hashes_are_the_same_in_another_process() -> None:
    script = "from matchers.hashing import hash_text; print(hash_text('天井沟村'))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(found.stdout) == hash_text("天井沟村")
