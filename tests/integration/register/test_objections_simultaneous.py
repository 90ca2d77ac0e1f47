"""An objection that meets an entry at the same moment wins, whichever comes first."""

from __future__ import annotations

import pytest

from rollbook.base.errors import InvalidInput
from rollbook.register.objections import Objecting
from rollbook.service.actions.learners.objections import object_for, settle_objection
from rollbook.service.actions.learners.update import update
from rollbook.service.models import Learner, ObjectionOutcome

SHARING = Objecting("sharing", "Nobody is to pass my record on.", "in_person")


@pytest.mark.parametrize("attempt", range(3))
def test_an_entry_at_the_same_moment_does_not_share_past_an_objection(own_database, registered, by, at_once, attempt):
    uln = registered(ability_to_share="0")

    def share():
        return update(uln, {"ability_to_share": "1"}, version=None, reason="", by=by, purpose="enrolment")

    entered, objected = at_once([share, lambda: object_for(uln, SHARING, by=by, purpose="enrolment")])
    assert objected.allows == 2
    assert not isinstance(entered, Exception) or isinstance(entered, InvalidInput)
    assert Learner.objects.get(pk=uln).ability_to_share == 2


def test_two_of_the_team_settle_an_objection_once(own_database, registered, by, reviewer, at_once):
    made = object_for(registered(), SHARING, by=by, purpose="enrolment")

    def settle(outcome):
        return lambda: settle_objection(made.pk, outcome, reason="seen", by=reviewer, purpose="register_upkeep")

    done = at_once([settle("upheld"), settle("refused")])
    assert sum(isinstance(each, ObjectionOutcome) for each in done) == 1
    assert ObjectionOutcome.objects.count() == 1
