"""Parts of a coded page: some of its registrations, as a page that is complete in itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.projector.pages import CodedPage
from dedup.projector.registry import Registry
from matchers.profile import Coded, Profile


def part_of(page: CodedPage, chosen: NDArray[np.bool_], profile: Profile) -> CodedPage:
    """Return the page of the registrations that are chosen, by a truth value for each."""
    if chosen.all():
        return page
    listed = np.flatnonzero(chosen[~page.withdrawn])
    columns = {
        name: np.asarray(column, dtype=profile.columns[name][0])[listed]
        for name, column in page.coded.columns.items()
    }
    return CodedPage(
        position=page.position,
        stream_ids=[page.stream_ids[place] for place in np.flatnonzero(chosen).tolist()],
        positions=page.positions[chosen],
        withdrawn=page.withdrawn[chosen],
        at_home=page.at_home[chosen],
        rolls=page.rolls,
        roll_of=page.roll_of[listed],
        coded=_with_texts_used(columns, page.coded.texts, profile.text_columns),
    )


def news_in(page: CodedPage, registry: Registry, profile: Profile) -> CodedPage:
    """Return the page without what is known already: of a registration the latest position counts."""
    refs = [registry.find(stream_id) for stream_id in page.stream_ids]
    known = np.array([-1 if ref is None else registry.position_of(ref) for ref in refs], dtype=np.int64)
    return part_of(page, page.positions > known, profile)


def _with_texts_used(
    columns: Mapping[str, NDArray[Any]], texts: Sequence[str], text_columns: Sequence[str]
) -> Coded:
    """Leave out the texts that no registration refers to any more."""
    if len(texts) == 1:
        return Coded(columns, texts)
    used = np.unique(np.concatenate([[0], *(columns[name].ravel() for name in text_columns)]))
    renumbered = np.zeros(len(texts), dtype=np.int32)
    renumbered[used] = np.arange(len(used))
    return Coded(
        {n: renumbered[c] if n in text_columns else c for n, c in columns.items()},
        [texts[number] for number in used.tolist()],
    )
