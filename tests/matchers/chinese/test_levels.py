import pytest

from dedup.catalogue import LANGUAGES, Language, has_message
from matchers import EVIDENCE_LEVELS
from matchers.chinese.levels import CONDITIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_of_evidence_has_a_text(language: Language) -> None:
    ids = {
        f"reason-{field}-{level}".rstrip("-") for field, levels in EVIDENCE_LEVELS.items() for level in levels
    }
    assert {message for message in ids if not has_message(language, message)} == set()


@pytest.mark.parametrize("condition", [c for c in CONDITIONS if "|" in c])
def test_a_condition_lists_the_levels_of_its_field(condition: str) -> None:
    field = condition.split("|", maxsplit=1)[0]
    assert tuple(level for level, *_ in CONDITIONS[condition]) == EVIDENCE_LEVELS[field]
