"""`rollbook organisation` and `rollbook user`: from an empty register to a client with a secret."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from rollbook.base.errors import NotAllowed
from rollbook.cli import organisation, user
from rollbook.organisations.approval import checks
from rollbook.service.models import Client, Organisation, User

BOSS = "boss@example.org"


@pytest.fixture
def run(db):
    def call(verb, *arguments):
        done = CliRunner().invoke(verb.app, [*arguments, "--json"])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return call


@pytest.fixture
def operated(run):
    """A register with its first operator and one approved organisation."""
    run(user, "create-operator", BOSS, "--name", "Boss Example")
    run(organisation, "add", "10099001", "--name", "Invented Academy", "--kind", "school", "--as", BOSS)
    run(organisation, "agreement", "10099001", "--version", "1", "--signed", "2026-01-01", "--signatory", "P",
        "--as", BOSS)  # fmt: skip
    for code in checks():
        run(organisation, "check", "10099001", code, "--saw", "Seen in a test.", "--passed", "--as", BOSS)
    run(organisation, "approve", "10099001", "--for", "enrolment", "--for", "data_return", "--as", BOSS)
    return "10099001"


def test_an_organisation_is_taken_in_and_shown(run, operated):
    (told,) = run(organisation, "list", "--as", BOSS)
    assert (told["ukprn"], told["status"], told["purposes"]) == (operated, "approved", ["data_return", "enrolment"])


def test_a_sector_a_link_and_its_end(run, operated, make_organisation):
    other = make_organisation()
    run(organisation, "sector", operated, "Adults", "--as", BOSS)
    made = run(organisation, "link", other.ukprn, operated, "--kind", "consortium", "--since", "2026-01-01",
               "--as", BOSS)  # fmt: skip
    run(organisation, "unlink", str(made["link"]), "--until", "2026-07-31", "--as", BOSS)
    assert Organisation.objects.get(ukprn=operated).leads.get().until == date(2026, 7, 31)


def test_a_suspension_holds_for_its_people_at_once(run, operated):
    run(user, "create", "ann@example.org", "--name", "Ann", "--role", "super_user", "--ukprn", operated, "--as", BOSS)
    run(organisation, "suspend", operated, "--reason", "asked to", "--as", BOSS)
    with pytest.raises(NotAllowed):
        run(user, "list", "--as", "ann@example.org")


def test_a_super_user_makes_a_client_and_sees_its_secret_once(run, operated):
    run(user, "create", "ann@example.org", "--name", "Ann", "--role", "super_user", "--ukprn", operated, "--as", BOSS)
    made = run(user, "create-client", "MIS", "--role", "machine:find", "--for", "enrolment", "--as", "ann@example.org")
    told = run(user, "list", "--as", "ann@example.org")
    assert made["client_secret"] not in json.dumps(told)
    assert [each["id"] for each in told["clients"]] == [made["client_id"]]


def test_users_and_clients_are_suspended_and_restored(run, operated):
    run(user, "create", "ann@example.org", "--name", "Ann", "--role", "batch", "--ukprn", operated, "--as", BOSS)
    made = run(user, "create-client", "MIS", "--role", "machine:find", "--ukprn", operated, "--as", BOSS)["client_id"]
    assert not run(user, "suspend", "ann@example.org", "--as", BOSS)["active"]
    assert not run(user, "suspend-client", made, "--reason", "lost", "--as", BOSS)["active"]
    assert run(user, "restore", "ann@example.org", "--as", BOSS)["active"]
    assert run(user, "restore-client", made, "--as", BOSS)["active"]
    assert (User.objects.filter(is_active=False).count(), Client.objects.get().status_reason) == (0, "")


def test_the_first_operator_is_told_by_which_link_they_come_in(db, monkeypatch):
    monkeypatch.setenv("ROLLBOOK_ADDRESS", "https://register.example")
    done = CliRunner().invoke(user.app, ["create-operator", BOSS, "--name", "Boss Example"])
    assert done.stdout.startswith("user boss@example.org, role operator\n\n    https://register.example/invitation/")


def test_an_operator_without_access_gets_a_link_at_the_machine(run, operated):
    assert "/invitation/" in run(user, "operator-link", BOSS)["link"]


def test_a_user_gets_a_link_from_their_super_user(run, operated):
    run(user, "create", "ann@example.org", "--name", "Ann", "--role", "register", "--ukprn", operated, "--as", BOSS)
    assert "/invitation/" in run(user, "link", "ann@example.org", "--as", BOSS)["link"]
