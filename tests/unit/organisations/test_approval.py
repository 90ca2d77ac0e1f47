"""What is asked before an organisation takes part."""

import pytest

from rollbook.organisations.approval import checks, is_shared_mailbox, kinds, missing_checks
from rollbook.synthetic.organisations import landscape


def test_every_check_is_needed():
    assert missing_checks([]) == list(checks())
    assert missing_checks(list(checks())) == []
    assert missing_checks([code for code in checks() if code != "teaches"]) == ["teaches"]


@pytest.mark.parametrize("email", ["office@a.example", "INFO@a.example", " admissions@a.example"])
def test_a_mailbox_of_nobody_in_particular_is_known(email):
    assert is_shared_mailbox(email)


@pytest.mark.parametrize("email", ["ann@a.example", "ann.office@a.example", "helpful@a.example"])
def test_a_persons_mailbox_is_not(email):
    assert not is_shared_mailbox(email)


def test_the_invented_organisations_are_of_known_kinds():
    assert {each["kind"] for each in landscape()["organisation"]} <= set(kinds())
