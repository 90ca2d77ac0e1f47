"""A running demo, as a stranger starts it: its own database, server and worker, with fewer learners."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rollbook.cli.http import Api
from tests.browser import chromium

ROLLBOOK = str(Path(sys.executable).with_name("rollbook"))
LEARNERS = 2000


@dataclass
class Demo:
    """What a user of it has: the address, the printed text, the shell, and the API with its clients."""

    api: Api
    said: str
    known: dict[str, Any]
    environment: dict[str, str]

    def shell(self, *words: str, details: Any = None, code: int = 0) -> str:
        """What a command prints; its exit code must be the one expected."""
        done = subprocess.run(
            [ROLLBOOK, *words], env=self.environment, capture_output=True, text=True,
            input=json.dumps(details) if details is not None else "", check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
        return done.stdout or done.stderr

    def find(self, *people: dict[str, str], role: str = "machine:register") -> list[dict[str, Any]]:
        """The answers to these searches over REST."""
        return list(self.api.post("/api/learners/find", {"learners": people}, role=role)["results"])

    def register(self, person: dict[str, str], **more: str) -> dict[str, Any]:
        """The answer to one registration over REST, started today's September."""
        new = {"details": person, "enrolment": {"start": "2026-09-01"}, **more}
        sent = {"learners": [new]}
        return dict(self.api.post("/api/learners/register", sent, role="machine:register")["results"][0])


def shell(folder: Path, *words: str, code: int = 0, **also: str) -> str:
    """What a command prints in a folder, where no demo is needed; its exit code must be the one expected."""
    done = subprocess.run(
        [ROLLBOOK, *words], cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, **also}
    )
    assert done.returncode == code, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """One demo for all journeys."""
    with running_demo("--learners", str(LEARNERS)) as started:
        yield started


@contextlib.contextmanager
def running_demo(*words: str, **also: str) -> Iterator[Demo]:
    """A demo in a folder of its own, ended and removed after; `also` goes into its environment."""
    folder = Path(tempfile.mkdtemp(prefix="rollbook-", dir="/var/tmp"))
    folder.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ROLLBOOK_", "D"))}
    environment = {**kept, "ROLLBOOK_DATA": str(folder / "data"), "ROLLBOOK_VAR": str(folder / "var"), **also}
    command = [ROLLBOOK, "demo", "--port", str(_free_port()), *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = _until_ready(process)
        known = json.loads((folder / "var" / "demo.json").read_text())
        yield Demo(Api(known["address"], known["clients"]), said, known, environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        subprocess.run([ROLLBOOK, "demo", "--stop"], env=environment, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder)


def _until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ready: "):
            return "".join(said)
    raise AssertionError(f"the demo ended: {''.join(said)}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def sign_in(demo: Demo, browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page signed in as one of the demo's people, in a browser context of its own.

    The session is made at the machine: a code is taken once in half a minute, and test_getting_in.py types them.
    """
    opened = []

    def open_as(email: str, **context: Any) -> Any:
        made = browser.new_context(base_url=demo.known["address"], **context)
        opened.append(made)
        made.add_cookies([{"name": "sessionid", "value": session_of(demo, email), "url": demo.known["address"]}])
        page = made.new_page()
        page.goto("/")
        return page

    yield open_as
    for each in opened:
        each.close()


def session_of(demo: Demo, email: str, purpose: str = "") -> str:
    """The key of a session made for one of the demo's people at the machine, with its second factor shown."""
    command = [sys.executable, "-c", _MAKE_SESSION, email, purpose]
    done = subprocess.run(command, env=demo.environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


_MAKE_SESSION = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "rollbook.service.settings"
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from rollbook.service.models import User
user, session = User.objects.get(email=sys.argv[1]), SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY], session["second_factor"] = user.get_session_auth_hash(), "totp"
if sys.argv[2]:
    session["purpose"] = sys.argv[2]
session.create()
print(session.session_key)
"""
