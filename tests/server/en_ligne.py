"""An application over real HTTP, on loopback, in a thread of the test."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI


@contextmanager
def en_ligne(app: FastAPI) -> Iterator[str]:
    """Its address, for as long as the block lasts; it starts and stops as a real server does."""
    # With its protocol said, asyncio sends at once what is written; else each answer would wait 40 ms for the kernel.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        serveur = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        fil = Thread(target=serveur.run, args=([prise],))
        fil.start()
        while not serveur.started and fil.is_alive():
            time.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{prise.getsockname()[1]}"
        finally:
            serveur.should_exit = True
            fil.join()
