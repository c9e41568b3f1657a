"""A broker that is reached by TLS and a password, with certificates made for the test."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.broker.broker import Broker

USER: Final = "committee"
PASSWORD: Final = "not-a-real-password"  # noqa: S105 # it opens nothing but the test's own broker

_LOGIN: Final = "org.apache.kafka.common.security.scram.ScramLoginModule"
_SETTINGS: Final = """
listeners=PLAINTEXT://127.0.0.1:{{port}},CONTROLLER://127.0.0.1:{{controller}},SASL_SSL://127.0.0.1:{{secure}}
advertised.listeners=PLAINTEXT://127.0.0.1:{{port}},SASL_SSL://127.0.0.1:{{secure}}
listener.name.sasl_ssl.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={login} required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
"""


@dataclass(frozen=True, slots=True)
class SecureBroker:
    """The broker and the certificate that its own is signed by."""

    broker: Broker
    ca_file: Path

    @property
    def bootstrap(self) -> str:
        """Return the address that asks for TLS and a password."""
        return f"127.0.0.1:{self.broker.secure_port}"


def secure_broker(folder: Path) -> SecureBroker:
    """Make certificates and a broker that uses them. Raises NoBroker when it cannot run here."""
    folder.mkdir(parents=True, exist_ok=True)
    keystore = _certificates(folder)
    settings = _SETTINGS.format(keystore=keystore, login=_LOGIN)
    users = f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]"
    return SecureBroker(Broker(folder / "broker", settings, scram=users), folder / "certificate.pem")


def _certificates(folder: Path) -> Path:
    """Make a key and a certificate for the loopback address, which signs itself."""
    key, certificate, keystore = (folder / n for n in ("key.pem", "certificate.pem", "keystore.pem"))
    _openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
        *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
    )
    keystore.write_text(key.read_text() + certificate.read_text())
    return keystore


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
