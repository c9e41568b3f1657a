"""The compose file and the image: what a user starts without reading more than a line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROFILES = ("embedded", "postgres", "kafka", "kafka-cluster", "everything")
POM = (ROOT / "tests" / "broker" / "pom.xml").read_text(encoding="utf-8")


def profile(name: str) -> dict[str, dict[str, Any]]:
    return {service: told for service, told in SERVICES.items() if name in told["profiles"]}


def test_the_file_is_what_the_compose_specification_says() -> None:
    jsonschema.Draft202012Validator(get_builtin_schema("vendor.compose-spec")).validate(COMPOSE)


def test_every_service_is_in_a_profile_that_the_file_explains() -> None:
    assert {name for told in SERVICES.values() for name in told["profiles"]} == set(PROFILES)
    for name in PROFILES:
        assert re.search(rf"^#   {name}  ", TEXT, re.MULTILINE)


@pytest.mark.parametrize("name", PROFILES)
def test_whatever_a_service_waits_for_is_started_with_it(name: str) -> None:
    started = profile(name)
    for told in started.values():
        for wanted, how in told.get("depends_on", {}).items():
            assert wanted in started
            if how["condition"] == "service_healthy":
                assert "healthcheck" in started[wanted]


def test_the_embedded_profile_is_the_service_alone() -> None:
    assert set(profile("embedded")) == {"dedup"}


def test_three_brokers_make_the_cluster_and_know_each_other() -> None:
    brokers = {
        service: told["environment"] for service, told in profile("kafka-cluster").items() if is_broker(told)
    }
    assert len(brokers) == 3
    voters = ",".join(f"{told['KAFKA_NODE_ID']}@{service}:9093" for service, told in brokers.items())
    for service, told in brokers.items():
        assert told["KAFKA_CONTROLLER_QUORUM_VOTERS"] == voters
        assert told["KAFKA_ADVERTISED_LISTENERS"] == f"BROKER://{service}:9092"
        assert int(told["KAFKA_MIN_INSYNC_REPLICAS"]) == len(brokers) - 1


def is_broker(told: dict[str, Any]) -> bool:
    return str(told["image"]).startswith("apache/kafka:")


def test_images_are_pinned_by_version() -> None:
    for told in SERVICES.values():
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+[\w.-]*", told["image"]), told["image"]
    for image in re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE):
        assert re.fullmatch(r"[a-z/]+:\d+\.\d+\.\d+-[\w-]+", image), image


def test_the_broker_is_the_version_that_the_tests_run_on() -> None:
    version = re.search(r"<artifactId>kafka_2.13</artifactId>\s*<version>([\d.]+)</version>", POM)
    assert version is not None
    assert {told["image"] for told in SERVICES.values() if is_broker(told)} == {f"apache/kafka:{version[1]}"}


def test_there_is_no_default_password() -> None:
    assert not re.findall(r"(?:PASSWORD|SECRET)\w*: *(?!/run/secrets/)\S", TEXT)
    assert not re.findall(r"\$\{\w*(?:PASSWORD|SECRET)\w*:?-", TEXT)


def test_what_must_be_set_says_so() -> None:
    assert re.findall(r"\$\{(\w+):\?[^}]+\}", TEXT) == ["DEDUP_ACTOR"]


def test_everything_that_is_kept_is_on_a_volume_that_is_declared() -> None:
    named = {
        volume.partition(":")[0]
        for told in SERVICES.values()
        for volume in told.get("volumes", ())
        if not volume.startswith(".")
    }
    assert named == set(COMPOSE["volumes"])
    assert all(told.get("volumes") for told in SERVICES.values())


def test_nothing_listens_beyond_the_machines_own_network() -> None:
    for told in SERVICES.values():
        for port in told.get("ports", ()):
            assert str(port).startswith("127.0.0.1:")


def test_the_image_runs_as_a_user() -> None:
    *_, user = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert user not in {"root", "0"}


def compose() -> list[str]:
    """Return the command that reads compose files; no engine is needed for that."""
    if shutil.which("docker"):
        known = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if known.returncode == 0:
            return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if os.environ.get("CI") == "true":
        pytest.fail("neither docker compose nor docker-compose is there", pytrace=False)
    pytest.skip("neither docker compose nor docker-compose is there")


@pytest.mark.parametrize("name", PROFILES)
def test_compose_itself_accepts_the_profile(name: str) -> None:
    command = [*compose(), "--profile", name, "config", "--quiet"]
    env = {**os.environ, "DEDUP_ACTOR": "li"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    del env["DEDUP_ACTOR"]
    refused = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "set DEDUP_ACTOR" in refused.stderr
