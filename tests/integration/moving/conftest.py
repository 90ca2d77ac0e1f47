"""One register that was backed up and then gave more numbers: its backup, its exported heads and numbers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

PEOPLE = (
    ("Aurelia", "Quillfeather", "1991-01-02", "ZE1 0AA"),
    ("Bartholomew", "Ironmonger", "2003-05-19", "TR1 5ZG"),
    ("Cordelia", "Vanterpool", "1987-11-30", "HA1 7RZ"),
    ("Dashiell", "Mumbleby", "1999-08-08", "IG2 8LW"),
    ("Evadne", "Oxtoby", "2005-02-14", "EH1 1AA"),
)


@dataclass(frozen=True)
class Saved:
    """A backup, where heads and numbers were exported to, and the numbers given before and after it."""

    file: Path
    heads: Path
    numbers: Path
    before: tuple[int, ...]
    after: tuple[int, ...]


@pytest.fixture(scope="module")
def saved_once(
    other_database: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Saved:
    """Two learners, a backup, and two more learners; the database is gone."""
    from rollbook.service.models import Organisation
    from rollbook.service.moving.backup import backup

    folder = tmp_path_factory.mktemp("saved")
    heads = folder / "log-heads.jsonl"
    with other_database():
        Organisation.objects.create(
            ukprn="10000001", name="Invented College", kind="college", status="approved", purposes=["enrolment"]
        )
        before = (register(0), register(1))
        backup(folder / "saved", heads_from=heads)
        after = (register(2), register(3))
        seal_all(heads)
    return Saved(folder / "saved", heads, folder / "numbers-issued.jsonl", before, after)


@pytest.fixture
def saved(saved_once: Saved, tmp_path: Path) -> Saved:
    """The same, with heads and numbers that the test may go on writing to."""
    heads = Path(shutil.copy2(saved_once.heads, tmp_path))
    numbers = Path(shutil.copy2(saved_once.numbers, tmp_path))
    return Saved(saved_once.file, heads, numbers, saved_once.before, saved_once.after)


@pytest.fixture
def register_one() -> Callable[[], int]:
    """Registers one more person in the database that Django uses; the number given."""
    return lambda: register(4)


@pytest.fixture
def seal_log(saved: Saved) -> Callable[[], None]:
    """Seals everything."""
    return lambda: seal_all(saved.heads)


def register(place: int) -> int:
    from rollbook.definitions import Occasion
    from rollbook.organisations import Caller
    from rollbook.service.actions.learners.register import Registration
    from rollbook.service.actions.learners.register import register as give_number
    from rollbook.service.models import Organisation

    home = Organisation.objects.get()
    by = Caller("user:b", "B", "batch", home.pk, home.ukprn, frozenset({"enrolment"}), "batch")
    given, family, born, postcode = PEOPLE[place]
    request = Registration({
        "given_name": given, "family_name": family, "date_of_birth": born, "gender": "2", "postcode": postcode,
        "verification_type": "2", "ability_to_share": "1",
    })  # fmt: skip
    (done,) = give_number([request], by=by, purpose="enrolment", occasion=Occasion.BATCH)
    assert done.uln
    return done.uln


def seal_all(heads: Path) -> None:
    """Transactions of other tests on the same server may hold the sealer up."""
    from rollbook.service.audit.seal import seal
    from rollbook.service.models import AccessLog, LogSeal

    until = time.monotonic() + 60
    newest = AccessLog.objects.order_by("-id")[0].transaction
    while not LogSeal.objects.filter(transaction_to__gte=newest).exists():
        assert time.monotonic() < until
        seal(export_to=heads)
