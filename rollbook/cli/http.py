"""The API as a small client calls it, for the verbs that go through the real door."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from rollbook.base.errors import Unavailable


class Api:
    """One address, and the clients (id and secret by machine role) that may ask it for tokens."""

    def __init__(self, address: str, clients: Mapping[str, Mapping[str, str]]) -> None:
        self.address = address
        self.clients = clients
        self.tokens: dict[str, str] = {}

    def wait(self, is_alive: Callable[[], bool], seconds: float = 60) -> None:
        """Until the server answers; Unavailable where it ends, or takes longer than this."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and is_alive():
            try:
                self._open(urllib.request.Request(f"{self.address}/api/openapi.json"))
                return
            except Unavailable:
                time.sleep(0.1)
        raise Unavailable("The server did not start.", fix="Read what it printed; the port may be taken: try --port.")

    def get(self, path: str, *, role: str, purpose: str = "enrolment") -> bytes:
        """What stands at this path, as a client with this role sees it."""
        headers = {**self._headers(role), "Purpose": purpose}
        return self._open(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path: str, body: Any, *, role: str, purpose: str = "enrolment") -> Any:
        """The answer to a JSON body."""
        headers = {**self._headers(role), "Purpose": purpose, "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), headers)
        return json.loads(self._open(request))

    def upload(self, path: str, name: str, content: bytes, *, purpose: str = "enrolment") -> Any:
        """The answer to a file sent as the form field `file`."""
        line = uuid4().hex
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{line}--\r\n".encode()
        kind = f"multipart/form-data; boundary={line}"
        headers = {**self._headers("machine:batch"), "Purpose": purpose, "Content-Type": kind}
        return json.loads(self._open(urllib.request.Request(self.address + path, body, headers)))

    def until_done(self, path: str, seconds: float = 120) -> Any:
        """The progress of a batch once it is done."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = json.loads(self.get(path, role="machine:batch"))
            if state["state"] == "done":
                return state
            time.sleep(0.2)
        raise Unavailable("The batch is not done yet.", fix="Is the worker running? `rollbook worker` starts one.")

    def token(self, role: str) -> str:
        """A token of the client with this role, asked for once."""
        if role not in self.tokens:
            asked = {"grant_type": "client_credentials", "scope": role, **self.clients[role]}
            request = urllib.request.Request(f"{self.address}/oauth/token", urllib.parse.urlencode(asked).encode())
            self.tokens[role] = json.loads(self._open(request))["access_token"]
        return self.tokens[role]

    def _headers(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(role)}"}

    def _open(self, request: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as refused:
            raise Unavailable(f"The server answered {refused.code}.", fix="See its own messages.") from refused
        except OSError as away:
            raise Unavailable("The server does not answer.", fix="Is it running? `rollbook serve` starts it.") from away
