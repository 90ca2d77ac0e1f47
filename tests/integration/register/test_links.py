"""Link two numbers, change details under each, undo it: each gets its own back, and nothing of the other's."""

import pytest
from django.db import DatabaseError, connection, transaction

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.register.outcomes import ExactMatch, LinkedMatch
from rollbook.service.actions.learners.find import find, find_by_number
from rollbook.service.actions.learners.links import link, settle_unclear, undo
from rollbook.service.actions.learners.read import read
from rollbook.service.models import Change, Learner, LearnerAddress, LearnerNote, Link, UnclearValue
from rollbook.service.readers.learners import survivors

STAFF = "register_upkeep"
ENROLMENT = "enrolment"
ORLANDO = {"given_name": "Orlando", "family_name": "Quennell", "postcode": "LE1 1AA", "gender": "1"}


def take_back(made, by):
    return undo(made.id, reason="two people after all", by=by, purpose=STAFF)


def learner(uln):
    return Learner.objects.get(pk=uln)


def names(uln):
    found = learner(uln)
    return found.given_name, found.family_name, [name["family_name"] for name in found.former_names]


def settle(choice, by):
    for question in UnclearValue.objects.filter(settled_at=None):
        settle_unclear(question.id, choice, reason="asked both colleges", by=by, purpose=STAFF)


def test_a_linked_number_answers_with_its_survivor_everywhere(linked, by, other, someone):
    number, survivor, _ = linked
    assert survivors([number, survivor]) == {number: survivor, survivor: survivor}
    found = find_by_number(str(number), "Orlando", "Quennell", by=by, purpose=ENROLMENT)
    assert found.outcome == LinkedMatch(uln=survivor, linked=number)
    assert read(number, by=other, purpose=ENROLMENT)["uln"] == str(survivor)
    assert read(survivor, by=other, purpose=ENROLMENT)["linked_numbers"] == [str(number)]


def test_what_was_asked_under_the_number_goes_back_and_the_rest_stays(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks", postcode="TR1 1AA")
    change_details(survivor, by, email="zuleika@home.invalid")
    take_back(made, reviewer)
    assert names(number) == ("Orlando", "Marchbanks", ["Quennell"])
    assert names(survivor) == ("Zuleika", "Thistlewood", [])
    assert (learner(number).postcode, learner(number).former_postcodes) == ("TR1 1AA", ["LE1 1AA"])
    assert (learner(survivor).postcode, learner(survivor).former_postcodes) == ("ZE1 0AA", [])
    assert (learner(number).email, learner(survivor).email) == ("", "zuleika@home.invalid")


def test_after_an_undo_a_search_finds_each_by_its_own_details_only(
    linked, by, other, reviewer, someone, change_details
):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks")
    take_back(made, reviewer)
    (own,) = find([someone()], by=by, purpose=ENROLMENT)
    (mixed,) = find([someone(family_name="Marchbanks")], by=by, purpose=ENROLMENT)
    (theirs,) = find(
        [someone(**ORLANDO | {"family_name": "Marchbanks", "date_of_birth": "1999-05-17"})], by=by, purpose=ENROLMENT
    )
    assert own.outcome == ExactMatch(survivor)
    assert not isinstance(mixed.outcome, ExactMatch)
    assert theirs.outcome == ExactMatch(number)


def test_names_in_between_go_back_too(linked, other, reviewer, change_details):
    number, survivor, made = linked
    for family in ("Ash", "Beech", "Cedar"):
        change_details(number, other, family_name=family)
    take_back(made, reviewer)
    assert names(number) == ("Orlando", "Cedar", ["Quennell", "Ash", "Beech"])
    assert names(survivor) == ("Zuleika", "Thistlewood", [])


def test_identifiers_go_back_with_their_number(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, scottish_candidate_number="100000011")
    take_back(made, reviewer)
    assert learner(number).identifiers == [{"scheme": "SCN", "value": "100000011"}]
    assert learner(survivor).identifiers == []
    assert learner(survivor).scottish_candidate_number == ""


def test_a_detail_changed_under_both_waits_and_meanwhile_nothing_of_it_moves(
    linked, by, other, reviewer, change_details
):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks")
    change_details(survivor, by, family_name="Ashgrove")
    assert take_back(made, reviewer).unclear == 1
    question = UnclearValue.objects.get()
    assert (question.field, question.under_number, question.under_survivor) == ("family_name", "Marchbanks", "Ashgrove")
    assert names(number) == ("Orlando", "Quennell", [])
    assert names(survivor) == ("Zuleika", "Ashgrove", ["Thistlewood", "Marchbanks"])


@pytest.mark.parametrize("last", ["number", "survivor"])
def test_an_unclear_value_of_the_number_is_given_to_it_and_taken_from_the_survivor(
    linked, by, other, reviewer, change_details, last
):
    number, survivor, made = linked
    changes = [(number, other, "Marchbanks"), (survivor, by, "Ashgrove")]
    for uln, who, family in changes if last == "survivor" else reversed(changes):
        change_details(uln, who, family_name=family)
    take_back(made, reviewer)
    settle("number", reviewer)
    assert names(number) == ("Orlando", "Marchbanks", ["Quennell"])
    assert names(survivor) == ("Zuleika", "Ashgrove", ["Thistlewood"])


def test_an_unclear_value_of_the_survivor_stays_with_it(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(survivor, by, family_name="Ashgrove")
    change_details(number, other, family_name="Marchbanks")
    take_back(made, reviewer)
    settle("survivor", reviewer)
    assert names(number)[:2] == ("Orlando", "Quennell")
    assert names(survivor)[:2] == ("Zuleika", "Marchbanks")


def test_a_question_is_settled_once(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks")
    change_details(survivor, by, family_name="Ashgrove")
    take_back(made, reviewer)
    question = UnclearValue.objects.get()
    with pytest.raises(NotFound):
        settle_unclear(question.id, "neither", reason="x", by=reviewer, purpose=STAFF)
    settle("survivor", reviewer)
    with pytest.raises(Conflict):
        settle_unclear(question.id, "number", reason="x", by=reviewer, purpose=STAFF)


def test_a_correction_made_after_the_undo_is_not_overwritten_by_a_decision(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(survivor, by, family_name="Ashgrove")
    change_details(number, other, family_name="Marchbanks")
    take_back(made, reviewer)
    change_details(survivor, by, family_name="Vanterpool")
    change_details(number, other, family_name="Lindqvist")
    settle("number", reviewer)
    assert names(number)[:2] == ("Orlando", "Lindqvist")
    assert names(survivor)[:2] == ("Zuleika", "Vanterpool")
    assert "Marchbanks" not in names(survivor)[2]


def test_an_unclear_value_may_be_empty(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(survivor, by, date_of_address_capture="2026-01-02", email="a@example.invalid")
    change_details(number, other, date_of_address_capture="", email="")
    assert take_back(made, reviewer).unclear == 2
    settle("number", reviewer)
    assert learner(number).date_of_address_capture is None
    assert learner(survivor).date_of_address_capture.isoformat() == "2026-01-02"
    assert learner(survivor).email == "a@example.invalid"


def test_her_choice_not_to_share_outranks_what_was_recorded_while_linked(
    linked, by, other, reviewer, change_details, registered
):
    survivor = linked[1]
    private = registered(
        who=other, given_name="Una", family_name="Oyelaran", postcode="TR1 1AA", gender="1", ability_to_share="2"
    )
    unseen = registered(given_name="Ivo", family_name="Lindqvist", postcode="BS1 1AA", ability_to_share="0")
    made = link(private, unseen, reason="one person", by=reviewer, purpose=STAFF)
    change_details(private, other, ability_to_share="1")
    take_back(made, reviewer)
    assert learner(private).ability_to_share == 2
    assert learner(unseen).ability_to_share == 0
    assert learner(survivor).ability_to_share == 1


def test_an_address_given_under_the_number_holds_nothing_of_the_survivors(linked, by, other, change_details):
    number, survivor, _ = linked
    change_details(survivor, by, address_line_1="1 Seafront")
    change_details(number, other, postcode="TR1 1AA")
    address = LearnerAddress.objects.filter(learner_id=number).latest("id")
    assert (address.postcode, address.address_line_1) == ("TR1 1AA", "")


def test_notes_go_back_with_their_number(linked, by, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, notes="Has a bus pass.")
    take_back(made, reviewer)
    assert LearnerNote.objects.get().learner_id == number
    with pytest.raises(NotFound):
        read(survivor, by=other, purpose=ENROLMENT)


@pytest.fixture
def chain(registered, reviewer, by):
    """C leads to B, B leads to A; three learners of the first college."""
    a = registered()
    b = registered(**ORLANDO)
    c = registered(given_name="Una", family_name="Oyelaran", postcode="TR1 1AA")
    first = link(c, b, reason="one person", by=reviewer, purpose=STAFF)
    return a, b, c, first


def test_undoing_the_middle_of_a_chain_takes_along_what_led_to_it(chain, reviewer, by, change_details):
    a, b, c, _ = chain
    second = link(b, a, reason="one person", by=reviewer, purpose=STAFF)
    assert survivors([c]) == {c: a}
    change_details(c, by, family_name="Cedar")
    change_details(a, by, email="a@example.invalid")
    take_back(second, reviewer)
    assert survivors([a, b, c]) == {a: a, b: b, c: b}
    assert names(b) == ("Orlando", "Cedar", ["Quennell"])
    assert names(a) == ("Zuleika", "Thistlewood", [])
    assert learner(a).email == "a@example.invalid"


def test_undoing_the_start_of_a_chain_finds_its_changes_wherever_they_were_made(chain, reviewer, by, change_details):
    a, b, c, first = chain
    change_details(c, by, postcode="BS1 1AA")  # made to B
    link(b, a, reason="one person", by=reviewer, purpose=STAFF)
    change_details(c, by, family_name="Cedar")  # made to A
    take_back(first, reviewer)
    assert survivors([a, b, c]) == {a: a, b: a, c: c}
    assert (names(c), learner(c).postcode) == (("Una", "Cedar", ["Oyelaran"]), "BS1 1AA")
    assert (names(b), learner(b).postcode) == (("Orlando", "Quennell", []), "LE1 1AA")
    assert names(a) == ("Zuleika", "Thistlewood", [])


def test_both_undone_one_after_the_other_leave_each_as_it_was_asked(chain, reviewer, by, change_details):
    a, b, c, first = chain
    second = link(b, a, reason="one person", by=reviewer, purpose=STAFF)
    change_details(c, by, family_name="Cedar")
    change_details(b, by, email="b@example.invalid")
    take_back(second, reviewer)
    take_back(first, reviewer)
    assert names(c) == ("Una", "Cedar", ["Oyelaran"])
    assert (names(b), learner(b).email) == (("Orlando", "Quennell", []), "b@example.invalid")
    assert (names(a), learner(a).email) == (("Zuleika", "Thistlewood", []), "")


def test_a_link_made_again_after_an_undo_asks_no_old_question(chain, reviewer, by, change_details):
    a, b, c, first = chain
    take_back(link(b, a, reason="one", by=reviewer, purpose=STAFF), reviewer)
    second = link(b, a, reason="one", by=reviewer, purpose=STAFF)
    change_details(c, by, family_name="Cedar")
    take_back(second, reviewer)
    link(b, a, reason="one", by=reviewer, purpose=STAFF)
    assert take_back(first, reviewer).unclear == 0
    assert names(c) == ("Una", "Cedar", ["Oyelaran"])
    assert (names(a), names(b)) == (("Zuleika", "Thistlewood", []), ("Orlando", "Quennell", []))


def test_a_question_from_within_a_chain_concerns_the_record_it_arose_on(chain, reviewer, by, change_details):
    a, b, c, first = chain
    change_details(b, by, family_name="Beech")
    change_details(c, by, family_name="Cedar")
    link(b, a, reason="one person", by=reviewer, purpose=STAFF)
    take_back(first, reviewer)
    settle("number", reviewer)
    assert names(c) == ("Una", "Cedar", ["Oyelaran"])
    assert names(b) == ("Orlando", "Beech", ["Quennell"])
    assert names(a) == ("Zuleika", "Thistlewood", [])


def test_a_circle_is_refused(chain, reviewer):
    a, b, c, _ = chain
    for number, survivor in [(b, c), (c, c), (c, a)]:
        with pytest.raises(Conflict):
            link(number, survivor, reason="one person", by=reviewer, purpose=STAFF)


def test_a_circle_is_refused_by_the_database_too(chain):
    _, b, c, _ = chain
    for number, survivor in [(b, c), (b, b)]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "update service_learner set status = 'linked', linked_to_id = %s where uln = %s", [survivor, number]
            )


def test_a_link_is_undone_once(linked, reviewer):
    _, _, made = linked
    take_back(made, reviewer)
    with pytest.raises(Conflict):
        take_back(made, reviewer)
    with pytest.raises(NotFound):
        undo("7d6f4f6c-3c0f-4b4e-9d39-0c8a5f3d7f11", reason="x", by=reviewer, purpose=STAFF)


@pytest.mark.parametrize("reason", ["", "  ", "one\x00person"])
def test_a_link_and_its_undo_have_a_reason(linked, registered, reviewer, reason):
    _, survivor, made = linked
    third = registered(given_name="Ivo", postcode="BS1 1AA", family_name="Lindqvist")
    with pytest.raises(InvalidInput):
        link(third, survivor, reason=reason, by=reviewer, purpose=STAFF)
    with pytest.raises(InvalidInput):
        undo(made.id, reason=reason, by=reviewer, purpose=STAFF)


def test_a_removed_or_unknown_number_is_not_linked(registered, reviewer):
    with pytest.raises(NotFound):
        link(registered(), 1000000001, reason="one person", by=reviewer, purpose=STAFF)
    assert not Link.objects.exists()


def test_the_holders_are_told_and_told_no_values(linked, other, reviewer, change_details):
    number, survivor, made = linked
    change_details(number, other, family_name="Marchbanks")
    take_back(made, reviewer)
    told = [(each.kind, each.uln) for each in Change.objects.order_by("id")]
    assert told[:2] == [("linked", number), ("corrected", survivor)]
    assert {("corrected", number), ("corrected", survivor), ("unlinked", number)} <= set(told[2:])
    assert not any("Marchbanks" in str(each.fields) for each in Change.objects.all())
