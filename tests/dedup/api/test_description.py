"""The API keeps what its description says: no fault of the server, no answer that is not described.

Schemathesis makes the requests, valid ones and broken ones, for every operation, as people of several
roles. That a request of the right shape may still break a rule of the domain is no fault.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.python.asgi import get_client
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.dedup.api.routes import all_routes
from tests.dedup.api.world import CASE, HOST, Served, as_, served

OPERATIONS: Final = [route.name for route in all_routes()]
WHO: Final = ("reviewer-host", "clerk-home", "supervisor-host", "nation", "auditor", "administrator", None)
KNOWN: Final = {"case_id": CASE, "level": "county", "code": HOST}
"""What stands in the store: half of the requests are about it."""
EXAMPLES: Final = 25


class Described:
    """The API with its description and a client of its own."""

    def __init__(self, world: Served, session: Any) -> None:  # noqa: ANN401 - the client of Schemathesis
        self.session = session
        self.schema = schemathesis.openapi.from_dict(world.app.openapi())
        self.schema.app = world.app


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    store = tmp_path_factory.mktemp("described") / "store"
    with served(store, raises=False) as world:
        world.app.state.stopping.set()
        world.app.router.lifespan_context = _unchanged  # clients of its own come and go
        with get_client(world.app) as session:
            yield Described(world, session)


@asynccontextmanager
async def _unchanged(_app: object) -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda m: m.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_described_and_none_is_a_fault(
    name: str, mode: GenerationMode, described: Described
) -> None:
    operation = described.schema.find_operation_by_label(name)
    assert operation is not None
    if mode is GenerationMode.NEGATIVE and not (operation.body or list(operation.iter_parameters())):
        return  # there is nothing to get wrong
    known = {part: value for part, value in KNOWN.items() if f"{{{part}}}" in name}
    strategies = [operation.as_strategy(mode)]
    if known:
        strategies.append(operation.as_strategy(mode, path_parameters=known))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(strategies), who=st.sampled_from(WHO))
    def ask(case: schemathesis.Case, who: str | None) -> None:
        headers = as_(who) if who else {}
        response = case.call(session=described.session, headers=headers)
        case.validate_response(
            response,
            headers=headers,
            excluded_checks=[positive_data_acceptance],
            transport_kwargs={"session": described.session},  # for checks that ask again
        )

    ask()
