from __future__ import annotations

from hypothesis import given, settings

from dedup.intake.block_filing import file_block
from dedup.intake.block_submission import parse_block
from dedup.intake.registrar import Context, statement_of, stream_of
from dedup.intake.rows import Block
from events.codec import Codec
from tests.dedup.intake.test_block_submission import blocks, plain, singly
from tests.examples import NOON

CODEC = Codec()
CONTEXT = Context("clerk", NOON, "file/2026///abc")


def filed_singly(block: Block) -> list[tuple[str, str, bytes]] | None:
    submissions = parse_block(block)
    if submissions is None:
        return None
    return [
        (stream_of(one, "2026"), *CODEC.encode_fields(*statement_of(one, row, CONTEXT)))
        for row, one in enumerate(singly(submissions), block.first)
    ]


def filed(block: Block) -> list[tuple[str, str, bytes]] | None:
    submissions = parse_block(block)
    return None if submissions is None else file_block(submissions, block.first, "2026", CONTEXT, CODEC)


@given(blocks())
@settings(max_examples=400)
def test_a_block_states_what_its_rows_state(block: Block) -> None:
    assert filed(block) == filed_singly(block)


def test_what_a_row_does_not_have_is_not_stored() -> None:
    filings = filed(plain(registered_on=["2026-07-01", ""], id_number=["", "12"]))

    assert filings
    (one, topic, first), (other, _, second) = filings
    assert (one, other, topic) == (
        "registration/2026/county/340123/A1",
        "registration/2026/county/340123/A2",
        "VoterRegistered.v1",
    )
    assert b'"entry":{"registered_on":"2026-07-01"},"personal":{"name":"' in first
    assert b"entry" not in second
    assert b'"id_number":"12"' in second
    assert second.endswith(b'"warnings":["id_length"]}')
