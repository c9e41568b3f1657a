"""Files over HTTP: what was said of their columns."""

from __future__ import annotations

import json

from tests.dedup.api.test_problems import problem
from tests.dedup.api.world import HOST, Served, as_

CLERK = as_("clerk-host")
ODD = "档号,称呼\nX1,王小明\n,无号\n"


def hand_in(world: Served, text: str, columns: str = "") -> object:
    data = {"committee": HOST} | ({"columns": columns} if columns else {})
    files = {"file": ("odd.csv", text.encode(), "text/csv")}
    return world.client.post("/files", files=files, data=data, headers=CLERK)


def test_headers_that_nobody_knows_are_said_once_and_the_account_is_found(world: Served) -> None:
    problem(hand_in(world, ODD), 422, "header-missing")
    said = json.dumps({"档号": "registration_id", "称呼": "name"})
    taken = hand_in(world, ODD, said).json()  # type: ignore[attr-defined]
    assert (taken["accepted"], taken["rejected"]) == (1, 1)
    again = hand_in(world, "称呼,档号\n李静,X2\n").json()  # type: ignore[attr-defined]
    assert again["accepted"] == 1
    address = f"/files/{taken['sha256']}"
    account = world.client.get(address, params={"committee": HOST}, headers=CLERK).json()
    assert (account["accepted"], account["rejected"]) == (1, 1)
    rejects = world.client.get(f"{address}/rejects", params={"committee": HOST}, headers=CLERK)
    assert "无号" in rejects.text


def test_what_is_no_mapping_is_refused_without_repeating_it(world: Served) -> None:
    for columns in ("{", "[1]", '{"称呼": "无此列"}'):
        refused = hand_in(world, ODD, columns)
        problem(refused, 422, "request-invalid")
        assert "无此列" not in refused.text  # type: ignore[attr-defined]
