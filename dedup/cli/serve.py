"""`dedup serve`: the HTTP API over a store, and the thread that keeps it up with the log."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.session import LanguageOption, StoreOption, session_of
from dedup.errors import BadRequest

PORT = 8450


def serve(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on 监听地址.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port 端口.")] = PORT,
    certificate: Annotated[
        Path | None, typer.Option("--tls-certificate", metavar="FILE", exists=True, dir_okay=False)
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", exists=True, dir_okay=False)
    ] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy of yours terminates TLS 由反向代理处理 TLS.")
    ] = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> None:
    """Serve the reviewers' pages and the HTTP API. 提供审核页面和 HTTP 接口。

    Listens on this machine only, unless told otherwise with TLS files or behind a proxy.
    """
    session = session_of(context)
    _require_safe(host, with_tls=certificate is not None and key is not None, behind_proxy=behind_proxy)
    from dedup.api.serving import server_of
    from dedup.web.site import create_site

    with session.open(create=True) as service:
        app = create_site(service, service.accounts)
        session.note("serving", address=f"{'https' if certificate else 'http'}://{host}:{port}")
        server_of(app, host, port, certificate=certificate, key=key, behind_proxy=behind_proxy).run()


def _require_safe(host: str, *, with_tls: bool, behind_proxy: bool) -> None:
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not (loopback or with_tls or behind_proxy):
        raise BadRequest("serve-in-clear", name=host)
