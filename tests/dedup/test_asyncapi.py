from __future__ import annotations

import io
import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.asyncapi import description, payload_schema
from dedup.catalogue import LANGUAGES, Language, has_message
from dedup.publish.publisher import (
    OUTCOMES_OF,
    Publication,
    case_events,
    is_public,
    outcomes,
)
from events.cases import CaseEvent, case_id_of, case_stream_id
from events.codec import VOCABULARY
from events.event import Event
from events.log import Recorded, Write
from events.memory import open_memory_log
from events.resolutions import PositionTaken
from tests.examples import assessment, flagged, key

PAGE = Path(__file__).parents[2] / "docs" / "asyncapi.yaml"
HEAD = "# Written by python -m tests.dedup.test_asyncapi; a test says when it is out of date.\n"

CASE_EVENTS = [event for event in VOCABULARY if issubclass(event, CaseEvent)]
CASE = case_id_of(key(), key("B0001", "310115"))


def page() -> str:
    text = io.StringIO()
    yaml.safe_dump(description(), text, allow_unicode=True, sort_keys=False, width=110)
    return HEAD + text.getvalue()


def test_the_page_in_the_docs_is_the_description() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_reference_leads_somewhere() -> None:
    whole = description()

    def follow(part: object) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                place: Any = whole
                for step in part["$ref"].removeprefix("#/").split("/"):
                    place = place[step]
            for inner in part.values():
                follow(inner)
        elif isinstance(part, list):
            for inner in part:
                follow(inner)

    follow(whole)


def test_topics_carry_the_prefix_of_the_installation() -> None:
    told = description("county.")["channels"]
    assert {channel["address"] for channel in told.values()} == {
        "county.registrations.v1",
        "county.registrations.rejected.v1",
        "county.cases.v1",
        "county.outcomes.v1",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_a_rejection_has_words_and_a_remedy(language: Language) -> None:
    headers = description()["components"]["messages"]["registrationRejected"]["headers"]
    reasons = headers["properties"]["ce_reason"]["enum"]
    assert "content_not_json" in reasons
    assert [r for r in reasons if not has_message(language, f"reject-{r}")] == []
    assert [r for r in reasons if not has_message(language, f"remedy-reject-{r}")] == []


MOMENTS = st.datetimes(timezones=st.just(UTC))
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "happened_at": MOMENTS,
    "recorded_at": MOMENTS,
    "lease_until": MOMENTS,
    "assessment": st.just(assessment()),
    "source": st.none(),
}
"""Fields whose types do not tell how to draw them."""


@st.composite
def events(draw: st.DrawFn, event_class: type[Event]) -> Event:
    """Draw an event with all its fields."""
    fields = {
        name: KNOWN[name] if name in KNOWN else st.from_type(cast("type[Any]", field.annotation))
        for name, field in event_class.model_fields.items()
    }
    return event_class.model_validate(draw(st.fixed_dictionaries(fields)))


@cache
def validator(message: str) -> jsonschema.Draft202012Validator:
    schema = payload_schema(message)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def said(publication: Publication, event: Event) -> dict[str, Any] | None:
    message = publication.message(Recorded(7, case_stream_id(CASE), 2, event))
    if message is None:
        return None
    body: dict[str, Any] = json.loads(json.dumps(message.body))
    return body


@pytest.mark.parametrize("event_class", CASE_EVENTS, ids=lambda c: c.__name__)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_published_of_any_event_of_a_case_is_as_described(
    event_class: type[Event], data: st.DataObject
) -> None:
    event = data.draw(events(event_class))
    log = open_memory_log()
    log.append([Write(case_stream_id(CASE), 0, (flagged(),))])
    body = said(case_events(), event)
    assert (body is not None) == is_public(event_class)
    if body is not None:
        assert not {"personal", "source"} & set(body)
        assert event_class is not PositionTaken or "settlement" not in body
        validator("caseEvent").validate(body)
    if event_class in OUTCOMES_OF:
        outcome = said(outcomes(log), event)
        assert outcome is not None
        validator("outcomeEvent").validate(outcome)
        assert (outcome["left"], outcome["right"]) == (flagged().left, flagged().right)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
