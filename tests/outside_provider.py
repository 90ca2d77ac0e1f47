"""A real OpenID provider for tests, in a process of its own; anybody who asks it may be whoever they say."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def outside_provider() -> Iterator[str]:
    """Its address; `PUT /users/NAME` says what it claims of somebody."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _until_it_answers(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _until_it_answers(address: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{address}/.well-known/openid-configuration").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")
