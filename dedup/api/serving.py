"""The server of the application: it tells streams to end before it waits for them."""

from __future__ import annotations

from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

STOP_S: Final = 8
"""Seconds that requests have to end; the follower ends its micro-batch in the two that remain of ten."""
HEADERS_BYTES_MAX: Final = 32 * 1024
KEEP_ALIVE_S: Final = 30
REQUESTS_MAX: Final = 500
"""Requests and streams at a time; more are told to come again."""


class Server(uvicorn.Server):
    """Uvicorn, which on its own would wait for an endless stream until its patience ends."""

    def __init__(self, app: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._application = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._application.state.stopping.set()
        super().handle_exit(sig, frame)


def server_of(
    app: FastAPI,
    host: str,
    port: int,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    behind_proxy: bool = False,
) -> Server:
    """Return a server. It writes no log of addresses: what somebody put into one is none of its business."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=REQUESTS_MAX,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=behind_proxy,
        h11_max_incomplete_event_size=HEADERS_BYTES_MAX,
        http="h11",
        ws="none",
    )
    return Server(app, config)
