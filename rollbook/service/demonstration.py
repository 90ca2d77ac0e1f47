"""What a demonstration shows: an invented register, a sample batch for it, and commands with their answers."""

from __future__ import annotations

import io
import json
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from rollbook.service.actions import landscape as settling
from rollbook.service.actions.signing_in.equipping import equip_user
from rollbook.service.limits import load_limits
from rollbook.service.models import Learner
from rollbook.service.setup import migrate
from rollbook.synthetic.batch_files import write_batch_file
from rollbook.synthetic.files import write
from rollbook.synthetic.organisations import landscape
from rollbook.synthetic.queries import queries
from rollbook.synthetic.registered import registered
from rollbook.synthetic.spreadsheet_damage import damaged_by_spreadsheet

ANYBODY = {
    "given_name": "Zuleika",
    "family_name": "Thistlewood",
    "date_of_birth": "2008-02-29",
    "gender": "2",
    "postcode": "ZE1 0AA",
}


def prepare(learners: int, *, seed: int, college: str, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Bring the database up; settle an empty one with organisations, people and learners. Who may sign in comes back.

    `before` is what came back at an earlier start: its clients and its number of learners stay good.
    """
    migrate()
    if not settling.is_settled():
        settling.settle(landscape())
        before = None
    settling.let_in(landscape()["user"])
    settling.let_in_again()
    if not Learner.objects.exists():
        _load(learners_of(learners, seed))
        before = None
    return {
        "clients": before["clients"] if before else settling.machine_clients(college),
        "learners": before["learners"] if before else learners,
        "users": equip(landscape()["user"], before["users"] if before else ()),
        "ukprn": college,
    }


def equip(people: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How each of these people signs in: one password for all of them, and each a secret for an authenticator app.

    Who was equipped at an earlier start stays so.
    """
    known = {each["email"]: each for each in before if "password" in each}
    password = next((each["password"] for each in known.values()), None) or new_password()
    return [
        {
            "email": each["email"],
            "role": each["role"],
            "ukprn": each.get("organisation", ""),
            "password": known[each["email"]]["password"] if each["email"] in known else password,
            "secret": known[each["email"]]["secret"] if each["email"] in known else equip_user(each["email"], password),
        }
        for each in people
    ]


def new_password() -> str:
    """Sixteen letters and digits in groups, easy to copy by eye."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def sample_batch(learners: int, count: int, *, seed: int, college: str, number: int = 1) -> tuple[str, bytes]:
    """A batch file of so many enrolments: learners of the register with the errors that people make, and new ones.

    Another `number` gives other learners and other errors.
    """
    people = learners_of(learners, seed).drop("uln", "ukprn")
    asked, _ = queries(people, count, seed + number, errors="independent")
    out = io.BytesIO()
    name = write_batch_file(
        out, asked.iter_rows(named=True), count=count, ukprn=college, written=datetime(2026, 9, 1, 9, 0)
    )
    return name, out.getvalue()


def damaged_export(learners: int, count: int, *, seed: int, college: str) -> tuple[str, bytes]:
    """Another file of so many enrolments, as it is once somebody has opened it in a spreadsheet and saved it."""
    _, content = sample_batch(learners, count, seed=seed, college=college, number=2)
    return "Enrolments-from-a-spreadsheet.csv", damaged_by_spreadsheet(content)


def generous_limits(folder: Path) -> Path:
    """A file of limits under which somebody's own test of the API is not slowed; a real register keeps its own."""
    table = load_limits()
    roles = "\n".join(f'"{name}" = {100_000 if ":" in name else most}' for name, most in table.learners.items())
    actions = "\n".join(f"{name} = {most * 100}" for name, most in table.actions.items())
    file = folder / "demo-limits.toml"
    file.write_text(f"[learners_per_minute]\n{roles}\n[actions_per_minute]\n{actions}\n", "utf-8")
    return file


def things_to_try(learners: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """What to ask, the command, and the answer it gives."""
    who = "--as register@wexcombe.example --purpose enrolment"
    known = {name: str(learners_of(learners, seed)[name][0]) for name in ANYBODY}
    yield (
        "Find somebody who is in the register:",
        f"echo '{json.dumps(known)}' | .venv/bin/rollbook find {who}",
        "One learner agrees in every detail: the number, and nothing else.",
    )
    yield (
        "Find somebody who is not in the register:",
        f"echo '{json.dumps(ANYBODY)}' | .venv/bin/rollbook find {who}",
        "No learner in the register is like this.",
    )
    yield (
        "Then give her a number:",
        f"echo '{json.dumps({**ANYBODY, 'verification_type': '2', 'ability_to_share': '1'})}'"
        f" | .venv/bin/rollbook register {who}",
        "A new Unique Learner Number has been given. Run the find again: it is exact now.",
    )
    yield (
        "Find her twin, who is not in the register:",
        f"echo '{json.dumps({**ANYBODY, 'given_name': 'Ottilie'})}' | .venv/bin/rollbook find {who}",
        "These learners may be the one: a likeness in words, with the reasons, and no stored value.",
    )
    yield (
        "See what waits after the sample batch:",
        "ID=$(.venv/bin/rollbook batch list --as batch@wexcombe.example | head -1 | cut -d' ' -f1)\n"
        "    .venv/bin/rollbook batch exceptions $ID --as batch@wexcombe.example | head -20",
        "The rows that need a decision, each with its candidates in words.",
    )
    yield "Check that nobody has touched the access log:", ".venv/bin/rollbook log verify", "Every seal fits."


@cache
def learners_of(count: int, seed: int) -> pl.DataFrame:
    """The invented learners of the register; made once, for they are asked for often."""
    ukprns = [each["ukprn"] for each in landscape()["organisation"] if each["kind"] != "consortium"]
    return registered(count, seed, ukprns=ukprns)


def _load(frame: pl.DataFrame) -> None:
    from rollbook.service.actions.load import load

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "learners.csv"
        write(frame, file)
        load(file)
