"""Review in pages: the queue, a case decided, links undone, unclear details, decisions and figures."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rollbook.service.actions.learners import duplicates
from rollbook.service.actions.learners.links import link
from rollbook.service.models import AccessLog, DuplicateCase, Learner, Link, UnclearValue
from tests.integration.register.conftest import by, change_details, other, registered

__all__ = ["by", "change_details", "other", "registered"]
pytestmark = pytest.mark.django_db
OTHER = {"given_name": "Orlando", "family_name": "Quennell", "postcode": "LE1 1AA", "gender": "1"}
REASON = "Same passport in both files."


@pytest.fixture
def numbers(registered, other):
    return registered(), registered(who=other, **OTHER, date_of_birth="1999-05-17")


@pytest.fixture
def case(numbers, by):
    return duplicates.report(*numbers, said=REASON, by=by, purpose="enrolment")


@pytest.fixture
def reviewer(signed_in):
    return signed_in("reviewer")


@pytest.fixture
def linked(numbers, caller):
    made = link(numbers[1], numbers[0], reason=REASON, by=caller("reviewer"), purpose="register_upkeep")
    return Link.objects.get(pk=made.id)


def text(answer):
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def decide(client, case, decision="same", **values):
    return client.post(f"/review/cases/{case.id}", {"decision": decision, "reason": REASON, "form_key": "k1", **values})


PAGES = ("", "decisions", "figures", "links", "unclear", "samples", "threshold")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_empty_register_opens_and_says_how_it_fills(reviewer, name):
    assert "<h1>" in reviewer.get(f"/review/{name}").content.decode()
    assert 'class="empty"' in reviewer.get(f"/review/{name}").content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["operator", "super_user", "register", "view_only", "batch"])
def test_nobody_but_a_reviewer_opens_them(signed_in, role, name):
    assert signed_in(role).get(f"/review/{name}").status_code == 403


@pytest.mark.parametrize("path", ["cases", "links", "samples"])
def test_an_invented_id_is_not_found(reviewer, path):
    assert reviewer.get(f"/review/{path}/{uuid4()}").status_code == 404


def test_the_queue_shows_both_names_and_what_was_said(case, reviewer):
    said = text(reviewer.get("/review/"))
    assert "Zuleika Thistlewood" in said
    assert "Orlando Quennell" in said
    assert REASON in said


def test_the_queue_is_filtered_and_an_empty_filter_says_that_others_may_wait(case, reviewer):
    assert "Zuleika" in text(reviewer.get("/review/?source=report"))
    assert "Others may wait" in text(reviewer.get("/review/?source=sweep"))
    assert "Zuleika" in text(reviewer.get("/review/?source=<script>&order=x&likeness=y&age=z&skip=-1"))


def test_the_queue_says_likeness_in_words_and_is_filtered_by_the_same(case, reviewer):
    case.weight = 2.6
    case.save()
    assert re.search(r'<td data-title="Likeness">much like</td>', reviewer.get("/review/").content.decode())
    assert "Zuleika" in text(reviewer.get("/review/?likeness=much"))
    assert "Others may wait" in text(reviewer.get("/review/?likeness=somewhat"))
    assert "Others may wait" in text(reviewer.get("/review/?likeness=very"))


def test_a_case_says_likeness_in_words_and_what_its_figure_means(case, reviewer):
    said = text(reviewer.get(f"/review/cases/{case.id}"))
    assert re.search(r"How alike they are ?A little like\. ", said)
    assert re.search(r"Strength -\d+\.\d\. Strength is what speaks for one person less what speaks against it", said)


def test_a_case_underlines_letters_that_differ_and_shows_words_of_agreement(case, reviewer):
    page = reviewer.get(f"/review/cases/{case.id}").content.decode()
    assert 'mark class="differs"' in page
    assert 'class="word word-differs"' in page
    assert REASON in page


def test_the_decision_that_changes_nothing_comes_first_and_the_older_number_is_chosen(case, numbers, reviewer):
    page = reviewer.get(f"/review/cases/{case.id}").content.decode()
    assert page.index('value="different"') < page.index('value="same"')
    assert re.search(rf'value="{numbers[0]}"[^>]*checked', page)


def test_no_number_is_chosen_where_the_rule_does_not_say(case, numbers, reviewer, make_organisation, caller):
    from rollbook.service.models import Enrolment

    Enrolment.objects.create(learner_id=numbers[1], organisation=make_organisation(), start="2026-09-01")
    page = reviewer.get(f"/review/cases/{case.id}").content.decode()
    assert "checked" not in page
    assert "You decide." in page


def test_a_decision_is_checked_before_anything_is_written(case, numbers, reviewer):
    said = text(decide(reviewer, case, survivor=str(numbers[0])))
    assert "Link the two numbers?" in said
    assert DuplicateCase.objects.get().state == "open"


def test_one_person_is_linked_and_the_next_case_follows(case, numbers, registered, reviewer, by):
    third = registered(given_name="Ambrose", family_name="Fothergill", postcode="ZE2 9AB", date_of_birth="2001-01-09")
    following = duplicates.report(numbers[0], third, said="Perhaps.", by=by, purpose="enrolment")
    answer = decide(reviewer, case, survivor=str(numbers[0]), sure="yes")
    assert (answer.status_code, answer["Location"]) == (303, f"/review/cases/{following.id}")
    assert Learner.objects.get(pk=numbers[1]).linked_to_id == numbers[0]
    assert "Linked. The other number leads" in text(reviewer.get(answer["Location"]))


def test_a_form_sent_twice_decides_once(case, numbers, reviewer):
    first = decide(reviewer, case, survivor=str(numbers[0]), sure="yes")
    again = decide(reviewer, case, survivor=str(numbers[0]), sure="yes")
    assert again["Location"] == first["Location"] == "/review/"
    assert Link.objects.count() == 1


def test_the_filter_is_kept_after_a_decision(case, reviewer):
    answer = reviewer.post(
        f"/review/cases/{case.id}?source=report&order=oldest",
        {"decision": "different", "reason": REASON, "sure": "yes", "form_key": "k"},
    )
    assert answer["Location"] == "/review/?source=report&order=oldest"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"reason": " "}, "A decision needs its reason."),
        ({"survivor": ""}, "It was not said which number stays."),
        ({"survivor": "9999999999"}, "It was not said which number stays."),
        ({"decision": ""}, "Nothing was decided."),
        ({"reason": "a\x00b"}, "cannot be seen"),
    ],
)
def test_a_decision_that_lacks_something_is_told_beside_it_and_keeps_the_answers(case, numbers, reviewer, values, says):
    answer = decide(reviewer, case, **{"survivor": str(numbers[0]), **values})
    assert says in text(answer)
    assert 'class="summary"' in answer.content.decode()
    assert DuplicateCase.objects.get().state == "open"


def test_a_case_somebody_settled_meanwhile_is_a_conflict_that_says_so(case, numbers, reviewer, caller):
    duplicates.settle(
        case.id, same_person=False, survivor=None, reason="x", by=caller("reviewer"), purpose="register_upkeep"
    )
    answer = decide(reviewer, case, survivor=str(numbers[0]), sure="yes")
    assert answer.status_code == 409
    assert "settled already" in answer.content.decode()


def test_the_log_of_decisions_and_the_figures_show_a_decision(case, numbers, reviewer):
    decide(reviewer, case, "different", sure="yes")
    assert REASON in text(reviewer.get("/review/decisions"))
    assert "different people" in text(reviewer.get("/review/decisions?state=kept_apart&before=nonsense"))
    page = reviewer.get("/review/figures").content.decode()
    assert "<svg" in page
    assert "The figures behind the picture" in page
    assert "style=" not in page
    assert "0 % of 1" in page
    assert ">a little like</text>" in page


def test_the_decisions_are_taken_away_as_a_file_in_which_nothing_runs(case, numbers, reviewer):
    decide(reviewer, case, "different", sure="yes", reason="=HYPERLINK(1) seen")
    answer = reviewer.get("/review/decisions.csv?state=kept_apart")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert ",Likeness,Strength in bits," in rows[0]
    assert re.search(r",a little like,-\d+\.\d,", rows[1])
    assert str(min(numbers)) in rows[1]
    assert ",=HYPERLINK" not in rows[1]
    assert reviewer.get("/review/decisions.exe").status_code == 404
    assert AccessLog.objects.filter(action="read_decision").exists()


def test_a_link_says_what_returns_and_is_undone_after_a_check(linked, numbers, other, reviewer, change_details):
    change_details(numbers[1], other, email="orlando@home.invalid")
    address = f"/review/links/{linked.id}"
    assert "orlando@home.invalid" in text(reviewer.get(address))
    assert "Undo the link?" in text(reviewer.post(address, {"reason": "Cousins."}))
    answer = reviewer.post(address, {"reason": "Cousins.", "sure": "yes", "form_key": "u1"})
    again = reviewer.post(address, {"reason": "Cousins.", "sure": "yes", "form_key": "u1"})
    assert answer["Location"] == again["Location"] == address
    assert Learner.objects.get(pk=numbers[1]).email == "orlando@home.invalid"
    assert "This link has been undone" in text(reviewer.get(address))


def test_an_undo_without_a_reason_is_refused(linked, reviewer):
    answer = reviewer.post(f"/review/links/{linked.id}", {"reason": "", "sure": "yes"})
    assert "To undo a link needs a reason." in text(answer)
    assert Link.objects.get().undone_at is None


def test_what_is_unclear_is_settled_on_its_page(linked, numbers, by, other, reviewer, change_details):
    change_details(numbers[1], other, postcode="TR1 1AA")
    change_details(numbers[0], by, postcode="TR2 2BB")
    answer = reviewer.post(f"/review/links/{linked.id}", {"reason": "Cousins.", "sure": "yes", "form_key": "u"})
    assert answer["Location"] == "/review/unclear"
    assert "TR1 1AA" in text(reviewer.get("/review/unclear"))
    question = UnclearValue.objects.get()
    refused = reviewer.post(f"/review/unclear/{question.id}", {"choice": "", "reason": "", "form_key": "a"})
    assert "It was not said whose the value is." in text(refused)
    reviewer.post(f"/review/unclear/{question.id}", {"choice": "number", "reason": "Asked both.", "form_key": "b"})
    assert Learner.objects.get(pk=numbers[1]).postcode == "TR1 1AA"


def test_a_case_that_waits_long_is_found_by_age(case, reviewer):
    assert "Others may wait" in text(reviewer.get("/review/?age=30"))
    DuplicateCase.objects.update(opened_at=timezone.now() - timedelta(days=31))
    assert "Zuleika" in text(reviewer.get("/review/?age=30"))
