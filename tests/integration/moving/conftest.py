"""A register with some learners, its exported heads and numbers, and a way to register one more."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rollbook.organisations import Caller

PEOPLE = (
    ("Aurelia", "Quillfeather", "1991-01-02", "ZE1 0AA"),
    ("Bartholomew", "Ironmonger", "2003-05-19", "TR1 5ZG"),
    ("Cordelia", "Vanterpool", "1987-11-30", "HA1 7RZ"),
    ("Dashiell", "Mumbleby", "1999-08-08", "IG2 8LW"),
    ("Evadne", "Oxtoby", "2005-02-14", "EH1 1AA"),
    ("Fitzroy", "Luckhurst", "1979-06-25", "CF1 2BB"),
)


@pytest.fixture
def folder(tmp_path: Path, own_database: str) -> Path:
    """Where heads and numbers are exported to."""
    return tmp_path


@pytest.fixture
def heads(folder: Path) -> Path:
    return folder / "log-heads.jsonl"


@pytest.fixture
def register_one(
    own_database: str, caller: Callable[..., Caller], someone: Callable[..., dict[str, str]]
) -> Callable[[], int]:
    """Registers another person; the number given."""
    from rollbook.definitions import Occasion
    from rollbook.service.actions.learners.register import Registration, register

    people = iter(PEOPLE)

    def one() -> int:
        given, family, born, postcode = next(people)
        fields: Any = someone(given_name=given, family_name=family, date_of_birth=born, postcode=postcode)
        request = Registration(fields)
        (done,) = register([request], by=caller("batch"), purpose="enrolment", occasion=Occasion.BATCH)
        assert done.uln
        return done.uln

    return one


@pytest.fixture
def seal_all(heads: Path) -> Callable[[], None]:
    """Seals every row there is; transactions of other tests on the same server may hold the sealer up."""
    from rollbook.service.audit.seal import seal
    from rollbook.service.models import AccessLog, LogSeal

    def until_nothing_is_left() -> None:
        until = time.monotonic() + 60
        newest = AccessLog.objects.order_by("-id")[0].transaction
        while not LogSeal.objects.filter(transaction_to__gte=newest).exists():
            assert time.monotonic() < until
            seal(export_to=heads)

    return until_nothing_is_left
