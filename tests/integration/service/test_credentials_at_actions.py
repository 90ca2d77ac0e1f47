"""Every role at every action and reader: allowed exactly where `roles.toml` says so, whichever door it came through."""

import importlib
import inspect
import io
import pkgutil
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from rollbook.base.errors import NotAllowed, RollbookError
from rollbook.organisations import permissions, roles
from rollbook.register.objections import Objecting
from rollbook.service import actions, readers
from rollbook.service.actions.learners.tokens import seal
from rollbook.service.actions.organisations import Application
from rollbook.service.actions.users import NewUser
from rollbook.service.models import User
from rollbook.service.readers.access_log import Only
from rollbook.service.readers.own_learners import Filter
from tests.integration.service.needs import EVERYBODY, NEEDS, STEPS

OBJECTING = Objecting(kind="sharing", said="x", said_how="x")


def _found():
    for package in (actions, readers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            loaded = importlib.import_module(module.name)
            for name, function in inspect.getmembers(loaded, inspect.isfunction):
                own = function.__module__ == module.name and not name.startswith("_")
                if own and "by" in inspect.signature(function).parameters:
                    yield f"{module.name.removeprefix('rollbook.service.')}.{name}"


def test_every_action_and_reader_has_its_permission_in_the_table():
    found = {name for name in _found() if name not in STEPS and name.rpartition(".")[0] not in STEPS}
    assert found == set(NEEDS) | EVERYBODY


@pytest.mark.parametrize("role", list(roles()))
@pytest.mark.parametrize("name", list(NEEDS))
def test_every_role_at_every_action(name, role, caller):
    by = caller(role)
    function = getattr(importlib.import_module(f"rollbook.service.{name.rpartition('.')[0]}"), name.rpartition(".")[2])
    said = ""
    try:
        result = function(**_arguments(function, by))
        list(result) if inspect.isgenerator(result) else None
    except NotAllowed as refused:
        said = refused.message
    except RollbookError:
        pass  # allowed, and then refused for what was asked
    refusal = f"Your role may not do this: {permissions()[NEEDS[name]]} Your role: {roles()[role].says}"
    assert (said == refusal) == (NEEDS[name] not in roles()[role].may)


def _arguments(function, by):
    known = {
        "by": by, "purpose": "register_upkeep" if by.is_register_staff else "enrolment", "reason": "for a test",
        "file": io.BytesIO(b""), "name": "x", "batch_id": uuid4(), "number": 1, "changes": {"Title": "Dr"},
        "client_id": "x", "role": "machine:find", "token": seal(1000000043, by=by), "start": date(2026, 9, 1),
        "uln": 1000000043, "first": 1000000043, "second": 1000000078, "said": "x", "case_id": uuid4(), "after": uuid4(),
        "sample_id": uuid4(), "size": 10, "place": 1, "verdict": "same",
        "possible": -6.0, "change_id": 1,
        "same_person": False, "survivor": None, "enrolment_id": uuid4(), "on": date(2026, 9, 1), "asked": {},
        "searches": [], "given_name": "A", "family_name": "B", "link_id": uuid4(), "unclear_id": uuid4(),
        "choice": "number", "at": datetime(2026, 9, 1, tzinfo=UTC), "requests": [], "fields": {}, "version": 1,
        "for_purposes": ["enrolment"], "until": date(2026, 9, 1), "member": "1", "lead": "2", "kind": "consortium",
        "since": date(2026, 9, 1), "signed_on": date(2026, 9, 1), "signatory": "P", "ends_on": None, "email": "x",
        "code": "teaches", "seen": "Seen in a report.", "passed": True, "application_id": uuid4(), "who": "x",
        "user_id": uuid4(), "subject": "user:x", "is_needed": True, "why": "for a test", "emergency_id": uuid4(),
        "is_accepted": True, "organisation_id": uuid4(), "alert_id": uuid4(), "upload_id": uuid4(),
        "wanted": Filter(), "only": Only(), "objection_id": uuid4(), "cause": "x", "heading": "Title",
        "report_id": uuid4(), "reference": uuid4(), "question_id": uuid4(), "day": date(2026, 9, 1),
        "outcome": "refused", "text": "x", "choices": {}, "leave": [], "check_id": uuid4(), "standard": "ilr",
        "called": "x.csv",
    }  # fmt: skip
    known |= _of_this(function)
    if function.__module__ == "rollbook.service.actions.invitations":
        known["user"] = User.objects.create(email="a@example.org", name="A", role="operator")
    needed = inspect.signature(function).parameters.values()
    return {
        each.name: known[each.name] for each in needed if each.default is each.empty and each.kind != each.VAR_KEYWORD
    }


def _of_this(function):
    """Values of names that mean different things to different actions."""
    return {
        "rollbook.service.actions.organisations": {
            "asked": Application("10099001", "A", "school"), "number": "10099001", "link_id": 1,
            "version": "1",
        },
        "rollbook.service.actions.approvals": {"number": "10099001", "reason": "for a test"},
        "rollbook.service.actions.users": {"asked": NewUser("a@example.org", "A", "view_only", "10000001")},
        "rollbook.service.actions.learners.verify": {"asked": []},
        "rollbook.service.actions.learners.find": {"uln": "1000000043"},
        "rollbook.service.actions.learners.enrolments": {"asked": {"uln": "1000000043"}},
        "rollbook.service.actions.clients": {"name": "MIS"},
        "rollbook.service.actions.learners.objections": {
            "said": OBJECTING if function.__name__ == "object_for" else "x"
        },
        "rollbook.service.actions.learners.taking_over": {"changes": [(uuid4(), False)]},
        "rollbook.service.readers.changed_numbers": {"seen": False},
        "rollbook.service.actions.learners.links": {"number": 1000000043, "survivor": 1000000078},
    }.get(function.__module__, {})  # fmt: skip
