"""`dedup accounts …` as an owner runs it: passwords by standard input, never on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.dedup.access.door import PASSWORD


@dataclass(frozen=True)
class Owner:
    store: Path

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dedup", "accounts", *arguments, "--store", str(self.store)]
        return subprocess.run(
            [*command, "--lang", "en"],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def told(self, *arguments: str, typed: str = "") -> Any:  # noqa: ANN401
        done = self.run(*arguments, "--json", typed=typed)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    made = Owner(tmp_path / "store")
    made.told("init", "root", typed=PASSWORD + "\n")
    return made


def test_an_account_is_made_changed_and_told_about(owner: Owner) -> None:
    made = owner.told("create", "li", "--role", "clerk", "--code", "340123", typed=PASSWORD)
    clerk = {"role": "clerk", "level": "county", "code": "340123"}
    assert made == [{"account": "li", "disabled": False, "grants": [clerk]}]
    assert owner.told("disable", "li")[0]["disabled"]
    assert not owner.told("enable", "li")[0]["disabled"]
    assert owner.told("revoke", "li", "clerk", "--code", "340123")[0]["grants"] == []
    assert owner.told("grant", "li", "superior", "--code", "340100")[0]["grants"][0]["code"] == "340100"
    owner.told("password", "li", typed="another-plum-tree\n")
    assert [account["account"] for account in owner.told("list")] == ["li", "root"]
    told = [line["event"] for line in owner.told("history", "li")]
    changes = ["AccountDisabled", "AccountEnabled", "RoleRevoked", "RoleGranted", "PasswordSet"]
    assert told == ["AccountCreated", "PasswordSet", "RoleGranted", *changes]


def test_a_token_is_shown_once_and_ended_by_its_name(owner: Owner) -> None:
    owner.told("create", "li", "--role", "clerk", "--code", "340123", typed=PASSWORD)
    issued = owner.told("token", "li", "register", "--code", "340123", "--may", "import_file", "--days", "9")
    assert (issued["scope"], issued["days"], issued["token"][:6]) == (["import_file"], 9, "dedup_")
    assert owner.run("token", "li", "register", "--revoke").returncode == 0
    ended = owner.run("token", "li", "register", "--revoke")
    assert (ended.returncode, "has no token register" in ended.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("init", "other"), 4, "accounts already"),
        (("create", "root"), 4, "already"),
        (("grant", "root", "auditor"), 4, "different accounts"),
        (("grant", "root", "superior", "--code", "34"), 2, "wrong scope"),
        (("disable", "nobody"), 2, "no account nobody"),
        (("history", "nobody"), 2, "no account nobody"),
        (("token", "root", "t"), 2, "--role"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    owner: Owner, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = owner.run(*arguments, typed=PASSWORD)
    assert done.returncode == code, done.stderr
    assert words in done.stderr


def test_a_short_password_is_refused_without_being_repeated(owner: Owner) -> None:
    done = owner.run("create", "li", typed="short-one\n")
    assert done.returncode == 2
    assert "12" in done.stderr
    assert "short-one" not in done.stderr + done.stdout


def test_no_command_takes_a_password_as_a_word(owner: Owner) -> None:
    assert owner.run("create", "li", PASSWORD).returncode == 2
    assert owner.run("password", "root", "--password", PASSWORD).returncode == 2
