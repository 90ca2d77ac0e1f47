"""A batch does not change what a learner objects to, and says so in the row."""

from rollbook.register.objections import Objecting
from rollbook.service.actions.learners.objections import object_for
from rollbook.service.models import Learner


def test_a_row_with_another_value_for_a_contested_detail_waits_and_changes_nothing(sent, returned, someone, caller):
    sent(someone())
    uln = Learner.objects.get().pk
    said = Objecting("detail", "I do not live there.", "letter", field="postcode")
    object_for(uln, said, by=caller(), purpose="enrolment")
    (row,) = returned(sent(someone(uln=str(uln), postcode="LE1 1AA", email="z@x.invalid")).id)
    assert "The learner objects to this detail" in row["Reason"]
    learner = Learner.objects.get()
    assert (learner.postcode, learner.email, learner.version) == ("ZE1 0AA", "", 1)


def test_a_batch_does_not_share_what_a_learner_objects_to(sent, returned, someone, caller):
    sent(someone())
    uln = Learner.objects.get().pk
    object_for(uln, Objecting("sharing", "Not mine.", "in_person"), by=caller(), purpose="enrolment")
    (row,) = returned(sent(someone(uln=str(uln), email="z@x.invalid")).id)
    assert "objects to sharing" in row["Reason"]
    assert Learner.objects.get().ability_to_share == 2
