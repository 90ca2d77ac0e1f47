"""Loading learners who already have numbers: all or nothing, findable as if registered, one line in the log."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rollbook.base.errors import Unreadable
from rollbook.matching import normalise, stored_keys
from rollbook.organisations import Caller
from rollbook.register.numbers import OpenRange, draw
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.load import load, write_conflicts
from rollbook.service.actions.loading import reading
from rollbook.service.models import AccessLog, Enrolment, IssuedNumber, Learner, LearnerNotice
from rollbook.service.readers.candidates import details_of

Write = Callable[..., Path]
ULNS = list(islice(draw([OpenRange(1000000000, 9799999999)], Random(5).randrange), 50))


def row(place: int = 0, **changes: str) -> dict[str, str]:
    start = {
        "uln": str(ULNS[place]), "given_name": "Zuleika", "family_name": "Thistlewood", "date_of_birth": "2008-02-29",
        "gender": "2", "postcode": "ze10aa", "ukprn": "", "former_names": "", "former_postcodes": "",
        "alternative_names": "",
    }  # fmt: skip
    return {**start, **changes}


@pytest.fixture
def file(tmp_path: Path, db: None) -> Write:
    """Writes rows to a CSV file."""

    def write(*rows: dict[str, str]) -> Path:
        path = tmp_path / "learners.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def test_a_loaded_learner_is_found_exactly(file: Write, caller: Callable[..., Caller]) -> None:
    assert load(file(row())).learners == 1
    asked = {name: row()[name] for name in ("given_name", "family_name", "date_of_birth", "gender", "postcode")}
    (found,) = find([asked], by=caller(), purpose="enrolment")
    assert found.outcome.uln == ULNS[0]


def test_a_loaded_learner_has_the_keys_of_one_who_was_registered(file: Write) -> None:
    load(file(row(former_names="Zulu|Wood;Suleika|Thistle", former_postcodes="TR1 5ZG;HA17RZ", email="z@example.org")))
    learner = Learner.objects.get()
    columns = (
        "given_name family_name date_of_birth gender postcode middle_names preferred_given_name previous_family_name"
        " family_name_at_16 school_at_16 place_of_birth email former_names former_postcodes identifiers"
    ).split()
    details: Any = details_of([getattr(learner, name) for name in columns])
    assert details.former_names == (("Zulu", "Wood"), ("Suleika", "Thistle"))
    assert learner.former_postcodes == ["TR1 5ZG", "HA1 7RZ"]
    assert learner.keys == list(stored_keys(normalise(details)))


def test_a_upn_and_alternative_names_are_loaded(file: Write, caller: Callable[..., Caller]) -> None:
    upn = "C801200000014"
    load(file(row(unique_pupil_number=upn, alternative_names="Rosalind|Pemberley")))
    learner = Learner.objects.get()
    assert (learner.unique_pupil_number, learner.identifiers) == (upn, [{"scheme": "UPN", "value": upn}])
    wanted = ("given_name", "family_name", "date_of_birth", "gender", "postcode")
    asked = {name: row(given_name="Rosalind", family_name="Pemberley")[name] for name in wanted}
    (found,) = find([asked], by=caller(), purpose="enrolment")
    assert found.outcome.uln == ULNS[0]


def test_a_provider_in_the_file_holds_the_learner(file: Write, college: Any) -> None:
    load(file(row(ukprn=college.ukprn, start="2025-09-01", ability_to_share="1", notice_version="7")))
    enrolment = Enrolment.objects.get()
    assert (enrolment.organisation, str(enrolment.start)) == (college, "2025-09-01")
    assert LearnerNotice.objects.get().notice_version == "7"


def test_the_whole_load_is_one_line_of_the_log(file: Write) -> None:
    load(file(row(0), row(1, given_name="Ottilie")))
    line = AccessLog.objects.get()
    assert (line.action, line.outcome, line.details["learners"]) == ("load", "loaded", 2)
    assert set(IssuedNumber.objects.values_list("source", flat=True)) == {"loaded"}


CONFLICTS = {
    "check_digit": row(1, uln="1000000001"),
    "missing": row(1, uln=""),
    "format": row(1, uln="9999999999", date_of_birth="2009-02-30"),
    "unknown_provider": row(1, ukprn="10099999"),
    "repeated": row(0, given_name="Ottilie"),
    "not_a_name": row(1, family_name="12345"),
    "too_long": row(1, alternative_names="Z" * 36),
    "age": row(1, date_of_birth="2101-01-01"),
}


@pytest.mark.parametrize("rule", CONFLICTS)
def test_a_conflict_loads_nothing_and_says_which_line(file: Write, tmp_path: Path, rule: str) -> None:
    done = load(file(row(0), CONFLICTS[rule]))
    assert not Learner.objects.exists()
    assert not IssuedNumber.objects.exists()
    write_conflicts(done.conflicts, tmp_path / "conflicts.csv")
    told = list(csv.DictReader((tmp_path / "conflicts.csv").read_text("utf-8").splitlines()))
    assert told[-1]["line"] == "3"
    assert rule in {each["rule"] for each in told}


def test_a_number_in_use_is_a_conflict_and_the_other_rows_can_be_loaded(file: Write) -> None:
    load(file(row(0)))
    both = file(row(0), row(1, given_name="Ottilie"))
    assert [each.rule for each in load(both).conflicts] == ["used"]
    done = load(both, leave_out=True)
    assert (done.learners, done.left_out) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"given_name\nZuleika\n", b"uln,uln\n1,2\n", b"uln,shoe_size\n1,2\n", b"uln,given_name\n1\n",
        "uln,given_name\n1,Zoë\n".encode("latin-1"), b'uln,given_name\n1,"Zu', b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_of_learners_is_refused(tmp_path: Path, db: None, content: bytes) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        load(path)


def test_nul_and_a_huge_cell_are_conflicts_or_refused(tmp_path: Path, db: None) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(f"uln,given_name,date_of_birth\n{ULNS[0]},Zu\x00leika,2001-01-01\n")
    assert load(path).conflicts
    path.write_text(f"uln,given_name,date_of_birth\n{ULNS[0]},{'Z' * 500_000},2001-01-01\n")
    with pytest.raises(Unreadable):
        load(path)


def test_every_core_gives_the_same_as_one(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"T{letter}o" for letter in "abcdefghijklmnopqrstuvwxyz"]
    path = file(*[row(n, family_name=names[n % 26]) for n in range(50)])
    today = date(2026, 11, 24)
    (alone,) = reading.read(path, today=today)
    monkeypatch.setattr(reading, "SMALL_FILE", 0)
    monkeypatch.setattr(reading, "AT_ONCE", 7)
    together = list(reading.read(path, today=today))
    assert len(together) == 8
    assert b"".join(each.text for each in together) == alone.text
