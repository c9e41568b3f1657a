from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Record
from matchers.latin.coding import COLUMNS, TEXTS, code
from tests.matchers.latin.rolls import MARY, records, rows_of


def test_a_record_is_coded_into_what_its_cells_say() -> None:
    rows = rows_of([MARY])
    texts = {column: rows.text(int(np.ravel(rows[column][0])[0])) for column in TEXTS}
    assert texts == {
        "given": "margaret ann", "surname": "featherstone", "former": "", "id": "482917735", "unit": "4",
        "street": "wattle st", "suburb": "newtown", "postcode": "2042", "state": "nsw",
    }  # fmt: skip
    assert (int(rows["birth"][0]), int(rows["sex"][0]), int(rows["number"][0, 0])) == (19560409, 2, 17)


@settings(deadline=None, max_examples=200)
@given(st.lists(records, max_size=6))
def test_any_text_is_coded_into_columns_of_the_declared_kinds(roll: list[Record]) -> None:
    coded = code(roll)
    assert coded.texts[0] == ""
    for column, (kind, width) in COLUMNS.items():
        array = np.asarray(coded.columns[column])
        assert array.shape == ((len(roll), width) if width else (len(roll),))
        assert np.can_cast(array.dtype, np.dtype(kind), casting="same_kind"), column
    for column in TEXTS:
        assert coded.columns[column].max(initial=0) < len(coded.texts)


@settings(deadline=None, max_examples=100)
@given(st.lists(records, min_size=1, max_size=6))
def test_records_are_coded_the_same_alone_and_in_a_batch(roll: list[Record]) -> None:
    together = code(roll)
    for place, record in enumerate(roll):
        alone = code([record])
        for column in COLUMNS:
            mine, ours = alone.columns[column][0], together.columns[column][place]
            if column in TEXTS:
                mine = [alone.texts[n] for n in np.ravel(mine)]
                ours = [together.texts[n] for n in np.ravel(ours)]
            assert np.array_equal(mine, ours), column
