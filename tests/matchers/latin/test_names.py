from __future__ import annotations

import pytest
from hypothesis import given

from matchers.latin.names import Name, read_name
from tests.matchers.latin.rolls import names


@pytest.mark.parametrize(
    ("raw", "given_names", "surname", "suffix"),
    [
        ("Smith, John Paul", "john paul", "smith", ""),
        ("John Paul Smith", "john paul", "smith", ""),
        ("SMITH, JOHN", "john", "smith", ""),
        ("Smith, Jr., John", "john", "smith", "2"),
        ("Smith Sr, John", "john", "smith", "1"),
        ("Smith, John III", "john", "smith", "3"),
        ("John Smith Jnr", "john", "smith", "2"),
        ("John V Smith", "john v", "smith", ""),
        ("Smith, John, V", "john", "smith", "5"),
        ("Dr. Mary O'Brien PhD", "mary", "obrien", ""),
        ("Mrs Smith", "", "smith", ""),
        ("Ludwig van Beethoven", "ludwig", "vanbeethoven", ""),
        ("van den Berg, Anna", "anna", "vandenberg", ""),
        ("María José de la Cruz", "maria jose", "delacruz", ""),
        ("Ahmad bin Abdullah", "ahmad", "binabdullah", ""),
        ("Ian Mc Donald", "ian", "mcdonald", ""),
        ("Eva Saint John", "eva", "stjohn", ""),
        ("Al Green", "al", "green", ""),
        ("Van Morrison", "van", "morrison", ""),
        ("García López, Ana", "ana", "garcia lopez", ""),
        ("Lillie-Hinrichs, Eva", "eva", "lillie hinrichs", ""),
        ("Plato", "", "plato", ""),
        ("Unknown", "", "", ""),
        ("Smith, N/A", "", "smith", ""),
        ("Null, Eva", "eva", "null", ""),
        ("Not given, Jake", "jake", "", ""),
        ("Na, Minh", "minh", "na", ""),
        ("Smith,", "", "smith", ""),
        (", Jake", "jake", "", ""),
        ("", "", "", ""),
        ("…", "", "", ""),
    ],
)
def test_names_are_taken_apart_as_they_are_written(
    raw: str, given_names: str, surname: str, suffix: str
) -> None:
    read = read_name(raw)
    assert (" ".join(read.given), " ".join(read.surname), read.suffix) == (given_names, surname, suffix)


@given(names)
def test_a_name_written_anew_surname_first_reads_the_same(raw: str) -> None:
    # given a name's words with nothing but a comma between surname and given names
    once = read_name(raw)
    if not once.given or not once.surname or once.suffix:
        return
    again = read_name(f"{' '.join(once.surname)}, {' '.join(once.given)}")
    # then no word is lost, unless a title or suffix was hidden among them
    if not again.suffix and len(again.given) == len(once.given):
        assert again.given == once.given


@given(names)
def test_no_words_are_empty(raw: str) -> None:
    read = read_name(raw)
    assert isinstance(read, Name)
    assert all((*read.given, *read.surname))
