"""Users and clients: who may make whom, and what suspension does."""

import pytest

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.organisations import Caller
from rollbook.service.actions import clients, organisations, users
from rollbook.service.actions.users import NewUser
from rollbook.service.models import AccessLog, Client, User

ANN = NewUser("ann@example.org", "Ann Example", "register")


def test_a_super_user_makes_a_user_of_their_own_organisation(caller, college):
    made = users.create(ANN, by=caller("super_user"))
    assert (made.organisation_id, made.has_usable_password()) == (college.pk, False)


def test_a_super_user_makes_nobody_elsewhere_and_no_staff(caller, other_college):
    boss = caller("super_user")
    for asked in (
        NewUser(ANN.email, ANN.name, "register", ukprn=other_college.ukprn),
        NewUser(ANN.email, ANN.name, "operator"),
    ):
        with pytest.raises(NotAllowed):
            users.create(asked, by=boss)


def test_an_operator_makes_users_anywhere(caller, other_college):
    made = users.create(NewUser(ANN.email, ANN.name, "view_only", other_college.ukprn), by=caller("operator"))
    assert made.organisation_id == other_college.pk
    assert users.create(NewUser("r@example.org", "R", "reviewer"), by=caller("operator")).organisation is None


def test_one_address_is_one_user_whatever_its_case(caller):
    boss = caller("super_user")
    users.create(ANN, by=boss)
    with pytest.raises(Conflict):
        users.create(NewUser(ANN.email.upper(), "Other", "batch"), by=boss)


def test_everything_wrong_with_a_user_is_named_at_once(caller):
    with pytest.raises(InvalidInput) as refused:
        users.create(NewUser("nobody", "", "machine:find"), by=caller("super_user"))
    assert {finding.field for finding in refused.value.findings} == {"email", "name", "role"}


def test_the_log_names_a_user_by_id_and_by_nothing_else(caller):
    made = users.create(ANN, by=caller("super_user"))
    details = AccessLog.objects.get(action="user_create").details
    assert details["user"] == str(made.pk)
    assert "ann" not in str(details)


def test_the_first_operator_is_made_once(db):
    users.create_first_operator("first@example.org", "First")
    with pytest.raises(NotAllowed):
        users.create_first_operator("second@example.org", "Second")


def test_a_super_user_of_a_sector_keeps_to_it(caller, college):
    operator = caller("operator")
    sectors = [organisations.add_sector(college.ukprn, name, by=operator) for name in ("Adults", "Schools")]
    boss = Caller("user:boss", "Boss", "super_user", college.pk, college.ukprn, frozenset(), "cli", sectors[0].pk)
    made = users.create(ANN, by=boss)
    assert made.sector_id == sectors[0].pk
    with pytest.raises(NotAllowed):
        users.create(NewUser("b@example.org", "B", "register", sector="Schools"), by=boss)
    users.create(NewUser("c@example.org", "C", "register", sector="Schools"), by=caller("super_user"))
    assert [each.email for each in users.users(by=boss)] == [ANN.email]


def test_suspending_and_restoring_a_user(caller):
    boss = caller("super_user")
    users.create(ANN, by=boss)
    assert not users.suspend(ANN.email, by=boss).is_active
    assert users.restore(ANN.email, by=boss).is_active


def test_nobody_suspends_themselves_or_somebody_elsewhere(caller, college, other_college):
    made = users.create(NewUser(ANN.email, ANN.name, "super_user"), by=caller("super_user"))
    own = Caller(f"user:{made.pk}", made.name, made.role, college.pk, college.ukprn, frozenset(), "cli")
    with pytest.raises(Conflict):
        users.suspend(ANN.email, by=own)
    with pytest.raises(NotFound):
        users.suspend(ANN.email, by=caller("super_user", other_college))
    assert User.objects.get().is_active


def test_a_clients_secret_is_shown_once_and_stored_as_its_hash(caller):
    made = clients.create("MIS", role="machine:find", by=caller("super_user"))
    stored = Client.objects.get(client_id=made.client_id)
    assert made.secret not in stored.client_secret
    assert stored.purposes == ["certification", "data_return", "enrolment", "learner_request"]


def test_a_client_has_no_purpose_that_its_organisation_has_not(caller):
    with pytest.raises(InvalidInput):
        clients.create("MIS", role="machine:find", for_purposes=["register_upkeep"], by=caller("super_user"))


def test_a_client_is_made_for_ones_own_organisation_only(caller, other_college):
    with pytest.raises(NotAllowed):
        clients.create("MIS", role="machine:find", ukprn=other_college.ukprn, by=caller("super_user"))


def test_suspending_a_client_keeps_its_secret_for_later(caller):
    boss = caller("super_user")
    made = clients.create("MIS", role="machine:batch", by=boss)
    before = Client.objects.get().client_secret
    assert not clients.suspend(made.client_id, reason="lost laptop", by=boss).is_active
    assert clients.restore(made.client_id, by=boss).is_active
    assert Client.objects.get().client_secret == before


@pytest.mark.parametrize("role", ["register", "view_only", "batch", "reviewer", "machine:register"])
def test_other_roles_make_nobody(caller, role):
    with pytest.raises(NotAllowed):
        users.create(ANN, by=caller(role))
    with pytest.raises(NotAllowed):
        clients.create("MIS", role="machine:find", by=caller(role))
