from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from dedup.api.follower import Follower
from dedup.bootstrap import open_service
from dedup.settings import Settings
from events.cases import CaseFlagged
from events.log import Write
from tests.examples import NOON, key, registered


@pytest.mark.parametrize(("matching", "flags"), [("embedded", 1), ("spread", 0)])
def test_who_matches_what_arrives_is_a_setting(
    matching: Literal["embedded", "spread"], flags: int, tmp_path: Path
) -> None:
    settings = Settings(store=tmp_path, matching=matching)
    with open_service(settings, create=True, clock=lambda: NOON) as service:
        for registration in (key(), key("B0001", "310115")):
            service.log.append([Write(registration.stream_id, 0, (registered(),))])
        follower = Follower(service)
        follower.step()
        assert service.log.count((CaseFlagged,)) == flags
        assert follower.progress.position >= 2
