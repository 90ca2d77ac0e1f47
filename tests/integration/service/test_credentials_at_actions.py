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
from rollbook.service import actions, readers
from rollbook.service.actions.learners.tokens import seal
from rollbook.service.actions.organisations import Application
from rollbook.service.actions.users import NewUser

NEEDS = {
    "readers.emergencies.count_of_users": "users",
    "readers.users.homes": "users",
    "readers.users.machine": "users",
    "readers.users.one": "users",
    "readers.users.listed": "users",
    "readers.organisations.counts": "users",
    "readers.organisations.approval": "govern",
    "readers.organisations.one": "organisation",
    "readers.organisations.listed": "govern",
    "readers.certification.subject": "users",
    "actions.samples.ask_sample": "review",
    "actions.samples.judge_pair": "review",
    "actions.thresholds.change_threshold": "tune",
    "actions.thresholds.undo_threshold": "tune",
    "readers.accuracy.results": "review",
    "readers.emergencies.one_to_judge": "judge",
    "readers.emergencies.to_judge": "judge",
    "readers.emergencies.of_user": "users",
    "readers.emergencies.of_users": "users",
    "readers.emergencies.own_one": "emergency",
    "readers.emergencies.own": "emergency",
    "readers.certification.states": "govern",
    "readers.certification.standing": "users",
    "readers.samples.last_judged": "review",
    "readers.samples.open_pairs": "review",
    "readers.samples.pair_to_judge": "review",
    "readers.samples.progress": "review",
    "readers.samples.samples": "review",
    "readers.thresholds.today": "review",
    "readers.thresholds.what_if": "review",
    "readers.unused.unused": "users",
    "actions.emergencies.judge": "judge",
    "actions.emergencies.cut_short": "users",
    "actions.emergencies.close": "emergency",
    "actions.emergencies.read": "emergency",
    "actions.emergencies.open_record": "emergency",
    "actions.certification.certify": "users",
    "actions.users.user": "users",
    "actions.users.move": "users",
    "actions.approvals.let_in": "govern",
    "actions.approvals.change_identity": "govern",
    "actions.approvals.check": "govern",
    "actions.applications.see": "govern",
    "actions.batches.sending.send": "batch",
    "actions.batches.settling.call_new": "settle",
    "actions.batches.settling.choose": "settle",
    "actions.batches.settling.correct": "settle",
    "actions.batches.settling.leave": "settle",
    "actions.clients.clients": "users",
    "actions.clients.create": "users",
    "actions.clients.restore": "users",
    "actions.clients.suspend": "users",
    "actions.learners.choose.choose": "enrol",
    "actions.learners.delete.delete": "delete",
    "actions.learners.duplicates.report": "report",
    "actions.learners.duplicates.settle": "review",
    "actions.learners.enrolments.end": "enrol",
    "actions.learners.enrolments.enrol": "enrol",
    "actions.learners.find.find": "find",
    "actions.learners.find.find_by_number": "find",
    "actions.learners.links.link": "review",
    "actions.learners.links.settle_unclear": "review",
    "actions.learners.links.undo": "review",
    "actions.learners.read.read": "read",
    "actions.learners.read.read_as_it_stood": "read",
    "actions.learners.read.reveal": "reveal",
    "actions.learners.register.register": "register",
    "actions.learners.update.update": "update",
    "actions.learners.verify.verify_all": "verify",
    "actions.organisations.add_sector": "sectors",
    "actions.organisations.apply": "govern",
    "actions.organisations.approve": "govern",
    "actions.organisations.close": "govern",
    "actions.organisations.end_link": "govern",
    "actions.organisations.link": "govern",
    "actions.organisations.sign": "govern",
    "actions.organisations.suspend": "govern",
    "actions.users.create": "users",
    "actions.users.restore": "users",
    "actions.users.suspend": "users",
    "actions.users.users": "users",
    "readers.access_log.entries": "log",
    "readers.batches.batches": "batch",
    "readers.batches.exceptions": "settle",
    "readers.batches.progress": "batch",
    "readers.batches.result": "batch",
    "readers.cases.case_numbers": "review",
    "readers.cases.count_open": "review",
    "readers.cases.next_case": "review",
    "readers.cases.open_cases": "review",
    "readers.cases.waiting": "review",
    "readers.decisions.decided": "review",
    "readers.decisions.statistics": "review",
    "readers.links.one_link": "review",
    "readers.links.standing_links": "review",
    "readers.links.unclear_values": "review",
    "readers.one_case.one_case": "review",
    "readers.feed.changes": "changes",
    "readers.organisations.all_organisations": "govern",
    "readers.organisations.own": "organisation",
}
# Steps of an action, taken within its transaction after it has asked for the permission.
STEPS = {
    "actions.access", "actions.clients.is_own", "actions.emergencies.may_see", "actions.emergencies.opened_by",
    "actions.identities",
    "actions.learners.read.whole", "actions.organisations.take_in", "actions.organisations.require_whole",
    "actions.users.is_own", "actions.users.refuse_last",
    "actions.batches.working", "actions.learners.holding", "actions.learners.searches", "actions.learners.tokens",
    "actions.learners.writing", "actions.organisations.log", "readers.answers", "readers.batches.own_batch",
    "actions.load",  # for whoever has the owner's address in hand
}  # fmt: skip


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
    assert found == set(NEEDS)


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
    refusal = f"Your role ({role}) may not do this: {permissions()[NEEDS[name]]}"
    assert (said == refusal) == (NEEDS[name] not in roles()[role].may)


def _arguments(function, by):
    known = {
        "by": by, "purpose": "register_upkeep" if by.is_register_staff else "enrolment", "reason": "for a test",
        "file": io.BytesIO(b""), "name": "x", "batch_id": uuid4(), "number": 1, "changes": {"Title": "Dr"},
        "client_id": "x", "role": "machine:find", "token": seal(1000000043, by=by), "start": date(2026, 9, 1),
        "uln": 1000000043, "first": 1000000043, "second": 1000000078, "said": "x", "case_id": uuid4(), "after": uuid4(), "sample_id": uuid4(), "size": 10, "place": 1, "verdict": "same",
        "possible": -6.0, "change_id": 1,
        "same_person": False, "survivor": None, "enrolment_id": uuid4(), "on": date(2026, 9, 1), "asked": {},
        "searches": [], "given_name": "A", "family_name": "B", "link_id": uuid4(), "unclear_id": uuid4(),
        "choice": "number", "at": datetime(2026, 9, 1, tzinfo=UTC), "requests": [], "fields": {}, "version": 1,
        "for_purposes": ["enrolment"], "until": date(2026, 9, 1), "member": "1", "lead": "2", "kind": "consortium",
        "since": date(2026, 9, 1), "signed_on": date(2026, 9, 1), "signatory": "P", "ends_on": None, "email": "x",
        "code": "teaches", "seen": "Seen in a report.", "passed": True, "application_id": uuid4(), "who": "x",
        "user_id": uuid4(), "subject": "user:x", "is_needed": True, "why": "for a test", "emergency_id": uuid4(),
        "is_accepted": True, "organisation_id": uuid4(),
    }  # fmt: skip
    known |= _of_this(function)
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
        "rollbook.service.actions.learners.links": {"number": 1000000043, "survivor": 1000000078},
    }.get(function.__module__, {})  # fmt: skip
