"""`rollbook demo`: everything running with invented people, a batch sent through the real upload, and things to try."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from rollbook.base.errors import NotFound, Unavailable
from rollbook.base.one_time_codes import SECONDS, code_at, step_at
from rollbook.cli.http import Api
from rollbook.cli.service import with_service

app = typer.Typer(add_completion=False)

COLLEGE = "90000101"
SEED = 1
SAMPLE = 100
EXPORT = 300


@app.command()
def demo(
    stop: Annotated[bool, typer.Option("--stop", help="End a running demo and its database.")] = False,
    learners: Annotated[int, typer.Option(min=100, help="Invented learners to load at the first start.")] = 20_000,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve at.")] = 8000,
    code: Annotated[
        str, typer.Option(metavar="EMAIL", help="Print the six digits one of its people signs in with.")
    ] = "",
) -> None:
    """Start everything with invented people, ready to try. Stays in the foreground; Ctrl-C ends it.

    Addresses, sign-ins and one OAuth client for each machine role are written to `demo.json` in the var folder.
    """
    if stop:
        _stop()
        return
    if code:
        _print_code(code)
        return
    os.environ.setdefault("ROLLBOOK_PLAIN_HTTP", "1")  # it is served to this machine only, without TLS
    known = _prepare(learners)
    address = f"http://127.0.0.1:{port}"
    with _running("serve", "--port", str(port)) as server, _running("worker"):
        api = Api(address, known["clients"])
        searched = _let_people_act(known["learners"])  # while the server starts
        api.wait(lambda: server.poll() is None)
        known |= {"address": address, "process": os.getpid()}
        _remember(known)
        _send_sample(api, known["learners"])
        _let_reviewers_work(known["learners"], searched)
        _say_what_to_try(known)
        _say_how_to_sign_in(known, port)
        print(f"Ready: {address}", flush=True)
        _wait(server)


def _prepare(learners: int) -> dict[str, Any]:
    """The database brought up and, where it is new, settled; who may sign in."""
    with with_service(as_owner=True):
        from rollbook.service.demonstration import generous_limits, prepare

        known = _known()
        os.environ.setdefault("ROLLBOOK_LIMITS", str(generous_limits(_var())))
        print("Preparing the database ...", flush=True)
        return prepare(learners, seed=SEED, college=COLLEGE, before=known)


def _let_people_act(learners: int) -> float:
    """What people do in the register before anybody looks; the moment after the last search."""
    with with_service():
        from rollbook.service.demonstration import learners_of
        from rollbook.service.happenings import let_people_act

        let_people_act(learners_of(learners, SEED), seed=SEED)
    return time.monotonic()


def _let_reviewers_work(learners: int, searched: float) -> None:
    with with_service():
        from rollbook.service.demonstration import learners_of
        from rollbook.service.happenings import let_reviewers_work

        let_reviewers_work(learners_of(learners, SEED), searched=searched)


def _send_sample(api: Api, learners: int) -> None:
    from rollbook.service.demonstration import damaged_export, sample_batch

    name, content = sample_batch(learners, SAMPLE, seed=SEED, college=COLLEGE)
    file = _var() / name
    file.write_bytes(content)
    sent = api.upload("/api/batches", name, content)
    state = api.until_done(f"/api/batches/{sent['id']}")
    returned = file.with_name(f"RETURNED_{name}")
    returned.write_bytes(api.get(f"/api/batches/{sent['id']}/result", role="machine:batch"))
    print(f"\nThe sample batch {file}: {state['done']} of {state['learners']} learners worked on.")
    from rollbook.standards import return_codes

    says = {code.code: code.says for code in return_codes()}
    for code, count in state["codes"].items():
        print(f"  {count:4}  {code}  {says[code]}")
    print(f"The file that came back: {returned}")
    export, damaged = damaged_export(learners, EXPORT, seed=SEED, college=COLLEGE)
    (_var() / export).write_bytes(damaged)
    print(f"A file to send on the page for batches, damaged by a spreadsheet: {_var() / export}")


def _say_what_to_try(known: dict[str, Any]) -> None:
    from rollbook.service.demonstration import things_to_try

    print("\nThings to try, in another terminal:\n")
    for asks, command, answer in things_to_try(known["learners"], SEED):
        print(f"  {asks}\n    {command}\n      {answer}\n")
    print(f"  The API described: {known['address']}/api/docs")
    print(f"  Sign-ins and machine clients: {_var() / 'demo.json'}\n")


def _say_how_to_sign_in(known: dict[str, Any], port: int) -> None:
    first = next(each for each in known["users"] if each["role"] == "register")
    # By its name: a browser makes passkeys for names, and not for bare numbers.
    print(f"""Sign in, in a browser:

    address   http://localhost:{port}
    e-mail    {first["email"]}
    password  {first["password"]}
    code      .venv/bin/rollbook demo --code {first["email"]}

  The others have the same password, and codes of their own:""")
    for each in known["users"]:
        if each is not first:
            print(f"    {each['email']:32} {each['role']}")
    print()


def _print_code(email: str) -> None:
    """The six digits an authenticator app would show now, if they stay good long enough to type."""
    known = _known()
    if known is None:
        raise Unavailable("No demo has been started here.", fix="`rollbook demo` starts one.")
    secret = next((each.get("secret") for each in known["users"] if each["email"] == email.strip().lower()), None)
    if secret is None:
        names = ", ".join(each["email"] for each in known["users"])
        raise NotFound("Nobody of the demo has this e-mail address.", fix=f"Its people: {names}.")
    now = time.time()
    print(code_at(secret, step_at(now)))
    print(f"Type it within {SECONDS - int(now) % SECONDS + SECONDS} seconds; it works once.", file=sys.stderr)


@contextlib.contextmanager
def _running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A verb of ours in a process of its own, which ends with this one."""
    environment = {name: value for name, value in os.environ.items() if name != "ROLLBOOK_AS_OWNER"}
    command = [sys.executable, "-c", "from rollbook.cli.main import run; run()", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(server: subprocess.Popen[bytes]) -> None:
    """Until a signal, or until the server ends by itself."""
    signal.signal(signal.SIGTERM, _interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        while server.poll() is None:
            time.sleep(0.5)
        raise Unavailable(
            "The server has ended.", fix="Start the demo again; if its port is taken, with another --port."
        )


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _stop() -> None:
    from rollbook.service import database, embedded
    from rollbook.service.data_folder import data_folder

    known = _known()
    if known and _is_ours(known["process"]):
        os.kill(known["process"], signal.SIGTERM)
        for _ in range(80):
            if not _is_ours(known["process"]):
                break
            time.sleep(0.5)
    stopped = database.is_embedded() and embedded.stop(data_folder())
    print("The demo and its database are stopped." if stopped else "No database of a demo was running.")


def _is_ours(process: int) -> bool:
    """Whether this process is a demo of ours; its number may have gone to another since."""
    try:
        return b"demo" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _var() -> Path:
    from rollbook.service import database

    database.VAR.mkdir(parents=True, exist_ok=True)
    return database.VAR


def _known() -> dict[str, Any] | None:
    file = _var() / "demo.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else None


def _remember(known: dict[str, Any]) -> None:
    file = _var() / "demo.json"
    file.touch(mode=0o600)
    file.chmod(0o600)  # an older one may be readable to others
    file.write_text(json.dumps(known, indent=2), "utf-8")
