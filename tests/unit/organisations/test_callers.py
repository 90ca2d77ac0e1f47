"""A caller may do what its role and its organisation's agreement say, and nothing else."""

from uuid import uuid4

import pytest

from rollbook.base.errors import InvalidInput, NotAllowed
from rollbook.organisations import Caller, permissions, purposes, roles

STAFF = ("reviewer", "operator")


def caller(role="register", agreed=("enrolment",)):
    home = None if role in STAFF else uuid4()
    return Caller("user:a", "Ann", role, home, "10000001" if home else "", frozenset(agreed), "rest")


@pytest.mark.parametrize("role", roles())
def test_a_role_may_exactly_what_its_row_says(role):
    by = caller(role)
    assert {name for name in permissions() if by.may(name)} == set(roles()[role].may)


@pytest.mark.parametrize("role", roles())
def test_every_permission_of_a_role_is_a_known_one(role):
    assert roles()[role].may <= set(permissions())


def test_a_permission_nobody_knows_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        caller().may("fly")


def test_a_refusal_says_which_permission_is_missing():
    with pytest.raises(NotAllowed, match="Remove a record"):
        caller().require("delete")


@pytest.mark.parametrize("role", ["view_only", "machine:find", "batch", "operator"])
def test_who_does_not_register_cannot_change_a_learner(role):
    assert not any(caller(role).may(name) for name in ("register", "update", "delete", "review", "reveal"))


@pytest.mark.parametrize("role", [name for name in roles() if name not in STAFF])
def test_no_organisation_settles_duplicates_or_governs(role):
    assert not any(caller(role).may(name) for name in ("review", "delete", "govern", "log_all"))


@pytest.mark.parametrize("role", [name for name, row in roles().items() if not row.human])
def test_no_machine_sees_stored_details_of_candidates(role):
    assert not caller(role).may("reveal")


def test_a_purpose_in_the_agreement_is_allowed():
    assert caller().require_purpose("enrolment") == "enrolment"


def test_a_purpose_outside_the_agreement_is_refused():
    with pytest.raises(NotAllowed, match="certification"):
        caller().require_purpose("certification")


@pytest.mark.parametrize("purpose", ["", "curiosity", "ENROLMENT"])
def test_an_unknown_purpose_is_a_finding(purpose):
    with pytest.raises(InvalidInput) as refused:
        caller().require_purpose(purpose)
    assert refused.value.findings[0].field == "purpose"


@pytest.mark.parametrize("purpose", [code for code, row in purposes().items() if row.staff])
def test_a_purpose_of_the_register_is_for_its_staff_alone(purpose):
    assert caller("reviewer", ()).require_purpose(purpose) == purpose
    with pytest.raises(NotAllowed):
        caller("super_user").require_purpose(purpose)


def test_who_belongs_to_no_organisation_cannot_act_for_one():
    with pytest.raises(NotAllowed):
        caller("reviewer").require_organisation()


def test_people_and_machines_are_told_apart():
    assert caller("register").is_human
    assert not caller("machine:register").is_human
    assert caller("reviewer").is_register_staff
    assert not caller("super_user").is_register_staff


def test_a_role_can_be_narrowed_to_a_few_permissions():
    by = Caller("user:a", "A", "super_user", None, "", frozenset(), "portal", only=frozenset({"alerts"}))
    assert (by.may("alerts"), by.may("find")) == (True, False)
    with pytest.raises(NotAllowed, match="has been stopped"):
        by.require("find")
