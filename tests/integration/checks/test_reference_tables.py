"""Reference tables in the service: every door looks into what is held, and says in its own words what is not."""

from __future__ import annotations

import io
from datetime import date

import pytest

from rollbook.base.errors import NotAllowed, Unreadable
from rollbook.service import limits
from rollbook.service.actions import reference_tables
from rollbook.service.actions.checks import answering, checking, sending
from rollbook.service.models import AccessLog
from rollbook.service.readers import checks
from rollbook.service.readers.reference_tables import shelves
from rollbook.standards.held_references import forms_of, held, place_of
from rollbook.standards.loading_references import Prepared, prepared
from tests.invented_files import ILR_NAME, ilr_file

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 15)
HEADINGS = "UKPRN,CampId,EffectiveFrom,EffectiveTo\n"
CAMPUS = "12345678"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for what is held."""
    limits.forget()
    settings.OPEN_CHECK = True
    settings.REFERENCE_FOLDER = tmp_path / "held"
    return settings.REFERENCE_FOLDER


@pytest.fixture
def load(caller):
    """Loads campuses of a provider; gives what is held."""

    def go(*campuses, role="operator"):
        rows = "".join(f"90000101,{campus},,\n" for campus in campuses)
        file = io.BytesIO((HEADINGS + rows).encode())
        return reference_tables.load_table("ilr", "campus", file, called="campus.csv", day=DAY, by=caller(role))

    return go


@pytest.fixture
def file(tmp_path):
    """A file of a learner at a campus."""
    return ilr_file(tmp_path, {"CampId": CAMPUS}).read_bytes()


@pytest.fixture
def check(file, caller):
    """Checks the file at one of the doors."""

    def go(door="pages"):
        sent, by = io.BytesIO(file), caller("register")
        if door == "open":
            return answering.check_openly(sent, ILR_NAME, address="127.0.0.1")
        if door == "rest":
            return answering.check_at_once(sent, ILR_NAME, by=by, purpose="enrolment")
        return checks.result(sending.take_in(sent, ILR_NAME, by=by, purpose="enrolment"), by=by)

    return go


@pytest.fixture
def shelf(caller):
    """What an operator sees of one standard."""
    return lambda standard: next(each for each in shelves(by=caller("operator")) if each.standard == standard)


def _not_run(checked, rule="CampID_01"):
    return [(one.why, one.fix) for one in checked.not_run if one.rule == rule]


def _broken(checked):
    return [each.rule for each in checked.findings if each.rule.startswith("CampID")]


@pytest.mark.parametrize("door", ["pages", "rest", "open"])
def test_every_door_looks_into_the_tables_that_are_held_and_names_their_version(door, check, load):
    made = load("87654321")
    checked = check(door)
    assert _broken(checked) == ["CampID_01"]
    assert checked.versions.references["campus"] == made.version


def test_whoever_cannot_load_a_table_is_told_what_there_is_to_do(check):
    visitor, clerk = check("open"), check("rest")
    assert _not_run(visitor, "ULN_05") == [("Not given: learner_register.", checking.SIGN_IN)]
    assert _not_run(clerk, "ULN_05") == []
    for checked in (visitor, clerk):
        assert _not_run(checked) == [("Not given: campus.", checking.ASK_THE_TEAM)]
        assert _not_run(checked, "Filename_8") == [("Not given: earlier_files.", checking.ON_YOUR_MACHINE)]
    assert not any("load it first" in one.fix for one in (*visitor.not_run, *clerk.not_run))


@pytest.mark.parametrize("damage", ["table", "folder"])
def test_what_is_damaged_ends_no_check_and_is_named(damage, check, load, shelf, folder, caplog):
    load(CAMPUS)
    place = place_of(folder, "ilr", "campus")
    place.write_bytes(b"PAR1 and no more")
    if damage == "folder":
        place.unlink()
        place.parent.rmdir()
        place.parent.write_text("no folder")
    ((why, fix),) = _not_run(check())
    assert why == "It cannot be read here: campus."
    assert "operator can load it again" in fix
    assert "reference table" in caplog.text
    (told,) = (each for each in shelf("ilr").tables if each.form.name == "campus")
    assert told.held is None
    assert told.problem
    assert shelf("ilr").running == 0


def test_a_table_replaced_during_a_check_leaves_that_check_as_it_began(check, load, monkeypatch):
    first = load(CAMPUS)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(checking, "register_for", lambda *_, **__: load("87654321") and {})
        checked = check("rest")
    assert _broken(checked) == []
    assert checked.versions.references["campus"] == first.version
    assert _broken(check("rest")) == ["CampID_01"]


def test_a_table_of_one_providers_own_is_not_held_for_all(check, shelf, folder):
    form = forms_of("ilr")["account"]
    with prepared(folder, "ilr", form, io.BytesIO(b"UKPRN\n90000999\n"), name="account.csv", day=DAY) as table:
        table.put()
    checked = check()
    assert "account" not in checked.versions.references
    assert "account" not in {each.form.name for each in shelf("ilr").tables}


def test_a_load_is_a_line_in_the_log_with_what_was_there_before(load, caller):
    first, second = load(CAMPUS), load(CAMPUS, "87654321")
    lines = AccessLog.objects.filter(action="load_reference").order_by("id")
    assert [(each.actor, each.outcome) for each in lines] == [(caller("operator").id, "loaded")] * 2
    told = {"standard": "ilr", "table": "campus"}
    assert [each.details for each in lines] == [
        {**told, "version": first.version, "rows": 1, "before": ""},
        {**told, "version": second.version, "rows": 2, "before": first.version},
    ]


@pytest.mark.parametrize("role", ["super_user", "reviewer", "machine:batch"])
def test_only_an_operator_loads_a_table(role, load, folder):
    with pytest.raises(NotAllowed):
        load(CAMPUS, role=role)
    assert held(folder, "ilr") == ()


def test_a_load_that_cannot_be_completed_leaves_the_table_and_no_line(load, folder, monkeypatch):
    kept, put = load(CAMPUS), Prepared.put

    def put_and_fail(table):
        put(table)
        raise Unreadable

    monkeypatch.setattr(Prepared, "put", put_and_fail)
    with pytest.raises(Unreadable):
        load("87654321")
    assert held(folder, "ilr") == (kept,)
    assert AccessLog.objects.filter(action="load_reference").count() == 1
