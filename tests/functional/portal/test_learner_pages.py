"""One learner's pages: who may open them, what they keep back, and every journey from them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rollbook.organisations import Caller
from rollbook.service.addresses import address_of
from rollbook.service.credentials import caller_of_user

pytestmark = pytest.mark.django_db
PAGES = ("", "/change", "/history", "/looks", "/looks/printed", "/report", "/object", "/enrol")


@pytest.fixture
def enrolled(someone, caller):
    """Registers an invented learner for a caller (the college's registrar unless told)."""
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    def make(by: Caller | None = None, **changes: str) -> int:
        who, fields = by or caller(), someone(**changes)
        find([fields], by=who, purpose="enrolment")
        (made,) = register([Registration(fields)], by=who, purpose="enrolment")
        return int(made.uln or 0)

    return make


def at(uln: int, page: str = "") -> str:
    return f"/learners/{address_of(uln)}{page}"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def hidden(answer: Any) -> dict[str, str]:
    """What the last form of a page carries in hidden fields."""
    form = text(answer).rpartition("<form")[2]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def test_a_record_shows_what_is_held_and_nothing_personal_in_its_title(signed_in, enrolled):
    page = text(signed_in().get(at(enrolled())))
    assert "Thistlewood" in page
    assert "29 February 2008" in page
    assert "Thistlewood" not in page.partition("<title>")[2].partition("</title>")[0]


def test_an_enrolment_of_a_day_is_added_once_and_the_second_time_is_told(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    day = {"start_day": "3", "start_month": "9", "start_year": "2026"}
    said = []
    for _ in range(2):
        form = client.get(at(uln, "/enrol"))
        sent = {**hidden(form), **day, "mis_identifier": ""}
        said.append(text(client.post(at(uln, "/enrol"), sent, follow=True)))
    assert "The enrolment is added." in said[0]
    assert "The learner is enrolled from that day already. Nothing was added." in said[1]
    assert "The enrolment is added." not in said[1]


@pytest.mark.parametrize("page", PAGES)
def test_a_learner_not_held_does_not_exist_on_any_page(signed_in, enrolled, other_college, page):
    uln = enrolled()
    strangers = signed_in("super_user", organisation=other_college)
    answer, invented = strangers.get(at(uln, page)), strangers.get(f"/learners/{'A' * 32}{page}")
    assert answer.status_code == invented.status_code == 404
    assert "There is no learner at this address." in text(answer)
    assert "There is no learner at this address." in text(invented)


@pytest.mark.parametrize("page", PAGES)
def test_a_learner_of_another_sector_does_not_exist(signed_in, enrolled, college, person, page):
    from rollbook.service.models import Sector

    mine, yours = (Sector.objects.create(organisation=college, name=name) for name in ("Adults", "Schools"))
    uln = enrolled(by=caller_of_user(person("register", sector=mine), channel="portal"))
    assert signed_in("super_user", sector=yours).get(at(uln, page)).status_code == 404
    assert signed_in("super_user", sector=mine).get(at(uln, page)).status_code == 200


def test_an_address_that_was_mended_is_no_address(signed_in, enrolled):
    client, address = signed_in(), address_of(enrolled())
    for forged in (address[:-1], address + "A", address + "!", address.swapcase(), "1234567890", "é" * 32):
        assert client.get(f"/learners/{forged}").status_code == 404


def test_a_number_is_no_address(signed_in, enrolled):
    assert signed_in().get(f"/learners/{enrolled()}").status_code == 404


def test_another_organisations_notes_and_enrolments_are_not_shown(signed_in, enrolled, caller, other_college):
    from rollbook.service.actions.learners.update import update
    from rollbook.service.actions.learners.writing import enrol_all

    uln, other = enrolled(), caller(organisation=other_college, name="other")
    from django.utils import timezone

    enrol_all([(uln, timezone.localdate(), "")], by=other, now=timezone.now())
    update(uln, {"notes": "Bright and shy"}, version=None, reason="", by=other, purpose="enrolment")
    page = text(signed_in().get(at(uln)))
    assert "Bright and shy" not in page
    assert other_college.name not in page
    assert "Bright and shy" in text(signed_in(organisation=other_college).get(at(uln)))


def changed(client, uln, kind="life", **answers):
    """Goes through a change up to its check, and gives that page."""
    details = client.post(at(uln, "/change"), {"step": "kind", "kind": kind})
    carried = {**hidden(details), **initial(details), "reason": "passport seen", **answers}
    return client.post(at(uln, "/change"), carried)


def initial(page):
    """What the form's own fields hold, as a browser would send it."""
    found = dict(re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', text(page)))
    found |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', text(page)))
    found |= {"verification_type": "2", "alternative_names": ""}
    return found


def test_a_change_is_looked_at_before_it_is_written_and_written_once(signed_in, enrolled):
    from rollbook.service.models import Learner

    client, uln = signed_in(), enrolled()
    check = changed(client, uln, family_name="Vellacott")
    assert "stays as a former name" in text(check)
    assert Learner.objects.get(pk=uln).family_name == "Thistlewood"
    sent = {**hidden(check), "step": "save"}
    first, again = client.post(at(uln, "/change"), sent), client.post(at(uln, "/change"), sent)
    assert (first.status_code, again.status_code, first["Location"]) == (303, 303, at(uln))
    row = Learner.objects.get(pk=uln)
    assert (row.family_name, row.version, len(row.former_names)) == ("Vellacott", 2, 1)


def test_codes_to_choose_from_stand_as_in_the_search_with_what_is_not_known_last(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    page = text(client.post(at(uln, "/change"), {"step": "kind", "kind": "life"}))
    labels = re.findall(r'<input type="radio" name="gender"[^>]*>\s*([^<]+?)\s*</label>', page)
    assert labels == ["Male", "Female", "Not specified", "Not known"]


def test_a_mistake_becomes_no_former_name(signed_in, enrolled):
    from rollbook.service.models import Learner

    client, uln = signed_in(), enrolled()
    check = changed(client, uln, "mistake", family_name="Thistlewoode")
    assert "becomes no former name" in text(check)
    client.post(at(uln, "/change"), {**hidden(check), "step": "save"})
    assert Learner.objects.get(pk=uln).former_names == []
    assert "Corrected as a mistake" in text(client.get(at(uln, "/history")))


def test_a_change_without_reason_or_difference_is_told_beside_its_field(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    answer = text(changed(client, uln, reason=""))
    assert "A change needs its reason." in answer
    assert "Nothing differs from the record." in answer
    wrong = text(changed(client, uln, date_of_birth_day="31", date_of_birth_month="2"))
    assert 'id="id_date_of_birth_error"' in wrong


def test_a_conflict_shows_what_changed_meanwhile_and_keeps_the_answers(signed_in, enrolled, caller):
    from rollbook.service.actions.learners.update import update
    from rollbook.service.models import Learner

    client, uln = signed_in(), enrolled()
    check = changed(client, uln, family_name="Vellacott")
    update(uln, {"email": "new@x.invalid"}, version=1, reason="she wrote", by=caller(), purpose="enrolment")
    conflict = client.post(at(uln, "/change"), {**hidden(check), "step": "save"})
    assert conflict.status_code == 409
    assert "new@x.invalid" in text(conflict)
    assert "Vellacott" in text(conflict)
    details = client.post(at(uln, "/change"), {**hidden(conflict), "step": "again"})
    kept = {**hidden(details), **initial(details), "reason": "passport seen"}
    assert (kept["family_name"], kept["email"], kept["version"]) == ("Vellacott", "new@x.invalid", "2")
    check = client.post(at(uln, "/change"), kept)
    client.post(at(uln, "/change"), {**hidden(check), "step": "save"})
    row = Learner.objects.get(pk=uln)
    assert (row.family_name, row.email, row.version) == ("Vellacott", "new@x.invalid", 3)


def test_going_back_from_the_check_keeps_every_answer(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    check = changed(client, uln, family_name="Vellacott", notes="Ask again", date_of_birth_day="28")
    back = client.post(at(uln, "/change"), {**hidden(check), "step": "edit"})
    kept = initial(back)
    assert (kept["family_name"], kept["date_of_birth_day"]) == ("Vellacott", "28")
    assert "Ask again" in text(back)
    assert "passport seen" in text(back)


def test_an_objection_marks_the_detail_and_locks_it_for_the_organisation(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    said = {"kind": "detail", "field": "date_of_birth", "said": "I was born on the 28th.", "said_how": "in_person"}
    answer = client.post(at(uln, "/object"), {**said, "form_key": "one"})
    assert answer.status_code == 303
    assert "under objection" in text(client.get(at(uln)))
    details = client.post(at(uln, "/change"), {"step": "kind", "kind": "life"})
    assert re.search(r'name="date_of_birth_day"[^>]* disabled', text(details))
    check = changed(client, uln, date_of_birth_day="27", email="z@x.invalid")
    assert "27 February" not in text(check)


def test_an_objection_without_words_is_told_beside_its_field(signed_in, enrolled):
    answer = signed_in().post(at(enrolled(), "/object"), {"kind": "detail", "field": ""})
    for sentence in ("It is not said which detail is wrong.", "own words are missing.", "how the learner told you"):
        assert sentence in text(answer)


def test_the_team_settles_an_objection_with_the_right_detail(signed_in, enrolled):
    from rollbook.service.models import Learner, Objection

    client, uln = signed_in(), enrolled()
    said = {"kind": "detail", "field": "family_name", "said": "It has an e.", "said_how": "letter"}
    client.post(at(uln, "/object"), said)
    made = Objection.objects.get()
    team = signed_in("reviewer")
    assert "It has an e." in text(team.get("/learners/objections"))
    page = team.get(f"/learners/objections/{made.pk}")
    settled = {**initial(page), "outcome": "upheld", "family_name": "Thistlewoode", "reason": "certificate",
               "form_key": "one"}  # fmt: skip
    for _ in range(2):
        assert team.post(f"/learners/objections/{made.pk}", settled).status_code == 303
    row = Learner.objects.get(pk=uln)
    assert (row.family_name, row.former_names, row.version) == ("Thistlewoode", [], 2)
    assert "Settled: the learner is right." in text(client.get(at(uln)))


def test_a_report_of_a_second_number_and_of_two_people_reach_the_reviewer(signed_in, enrolled):
    from rollbook.service.models import DuplicateCase, TwoPeopleReport

    client, uln = signed_in(), enrolled()
    second = enrolled(given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17",
                      gender="1")  # fmt: skip
    client.post(at(uln, "/report"), {"what": "two_numbers", "second": f"{second}", "said": "One passport."})
    client.post(at(uln, "/report"), {"what": "two_people", "said": "Two passports."})
    assert DuplicateCase.objects.get().state == "open"
    team = signed_in("reviewer")
    assert "Two passports." in text(team.get("/learners/objections"))
    made = TwoPeopleReport.objects.get()
    team.post(f"/learners/two-people/{made.pk}", {"reason": "One was renewed."})
    assert "Two passports." not in text(team.get("/learners/objections"))


def test_a_report_of_an_unknown_number_tells_nothing_of_others(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    for second in ("", "123", f"{uln}", "1000000019"):
        answer = client.post(at(uln, "/report"), {"what": "two_numbers", "second": second, "said": "One passport."})
        assert 'class="summary"' in text(answer)


def test_enrolments_are_added_and_ended_once(signed_in, enrolled):
    from rollbook.service.models import Enrolment

    client, uln = signed_in(), enrolled()
    start = {"start_day": "1", "start_month": "9", "start_year": "2027", "mis_identifier": "A 1", "form_key": "one"}
    for _ in range(2):
        assert client.post(at(uln, "/enrol"), start).status_code == 303
    made = Enrolment.objects.get(mis_identifier="A 1")
    early = {"end_day": "1", "end_month": "8", "end_year": "2027"}
    assert "would end before it starts" in text(client.post(at(uln, f"/enrolments/{made.pk}"), early))
    client.post(at(uln, f"/enrolments/{made.pk}"), {**early, "end_month": "10"})
    assert str(Enrolment.objects.get(pk=made.pk).end) == "2027-10-01"


def test_nobody_ends_another_organisations_enrolment_by_its_address(signed_in, enrolled, other_college, caller):
    from rollbook.service.models import Enrolment

    mine, theirs = enrolled(), enrolled(by=caller(organisation=other_college, name="other"), given_name="Orlando",
                                        family_name="Quennell", postcode="LE1 1AA", gender="1")  # fmt: skip
    made = Enrolment.objects.get(learner_id=theirs)
    answer = signed_in().post(
        at(mine, f"/enrolments/{made.pk}"), {"end_day": "1", "end_month": "8", "end_year": "2099"}
    )
    assert answer.status_code == 404
    assert Enrolment.objects.get(pk=made.pk).end is None


def test_the_history_shows_a_day_and_marks_what_differs_from_now(signed_in, enrolled):
    from django.utils import timezone

    client, uln = signed_in(), enrolled()
    check = changed(client, uln, family_name="Vellacott")
    client.post(at(uln, "/change"), {**hidden(check), "step": "save"})
    today = timezone.localdate()
    page = text(client.get(at(uln, f"/history?on={today}")))
    assert "passport seen" in page
    assert "Invented Person" in page
    assert "did not exist then" in text(client.get(at(uln, "/history?on=2001-01-01")))
    assert "This is not a date up to today." in text(client.get(at(uln, "/history?on_day=31&on_month=2&on_year=2020")))


def test_who_looked_names_our_people_on_the_page_and_nobody_on_paper(signed_in, enrolled, person):
    who = person("register", name="Aud Finch")
    client, uln = signed_in(user=who), enrolled()
    client.get(at(uln))
    assert "Aud Finch" in text(client.get(at(uln, "/looks"))).partition("<main")[2]
    printed = text(client.get(at(uln, "/looks/printed"))).partition("<main")[2]
    assert "Opened your record." in printed
    assert "Aud Finch" not in printed
    assert client.get(at(uln, "/looks?before=nonsense")).status_code == 200


def test_what_was_done_again_and_again_is_one_line_that_says_how_often(signed_in, enrolled):
    client, uln = signed_in(), enrolled()
    for _ in range(3):
        client.get(at(uln))
    page = text(client.get(at(uln, "/looks")))
    assert page.count("Opened your record.") == 1
    assert "3 times since" in page


def test_the_team_opens_a_record_by_number_and_names_only(signed_in, enrolled):
    uln, team = enrolled(), signed_in("reviewer")
    asked = {"uln": f"{uln}", "given_name": "Zuleika", "family_name": "Thistlewood"}
    assert team.post("/learners/number", asked)["Location"] == at(uln)
    assert "do not belong together" in text(team.post("/learners/number", {**asked, "family_name": "Ash"}))
    assert team.get(at(uln)).status_code == 200


def test_a_record_is_removed_once_with_a_reason_by_a_role_that_may(signed_in, enrolled):
    from rollbook.service.models import Learner

    uln, team = enrolled(), signed_in("reviewer")
    assert signed_in().get(at(uln, "/remove")).status_code == 403
    assert "Nothing is removed." in text(team.post(at(uln, "/remove"), {"reason": "twice"}))
    sent = {"reason": "twice", "meant": "on", "form_key": "one"}
    for _ in range(2):
        assert team.post(at(uln, "/remove"), sent).status_code == 303
    assert Learner.objects.get(pk=uln).status == "deleted"
    assert signed_in().get(at(uln)).status_code == 404


def test_an_upheld_objection_to_sharing_goes_on_until_the_learner_takes_it_back(signed_in, enrolled):
    from rollbook.service.models import Objection

    uln, team = enrolled(), signed_in("reviewer")
    signed_in().post(at(uln, "/object"), {"kind": "sharing", "said": "Not mine.", "said_how": "in_person"})
    page = f"/learners/objections/{Objection.objects.get().pk}"
    team.post(page, {"outcome": "upheld", "reason": "she said so"})
    assert "The learner takes it back" in text(team.get(at(uln)))
    assert 'value="refused"' not in text(team.get(page))
    team.post(page, {"outcome": "withdrawn", "reason": "she wrote"})
    assert "Taken back by the learner." in text(team.get(at(uln)))
    assert team.get(page).status_code == 404


def test_a_contested_detail_is_marked_beside_stored_details_and_over_rest(enrolled, caller):
    from rollbook.register.objections import Objecting
    from rollbook.service.actions.learners.objections import object_for
    from rollbook.service.actions.learners.read import read, reveal
    from rollbook.service.actions.learners.tokens import seal
    from rollbook.service.models import Learner
    from rollbook.service.readers.one_case import side_of

    uln, by = enrolled(), caller()
    said = Objecting("detail", "It is another.", "letter", field="date_of_birth")
    object_for(uln, said, by=by, purpose="enrolment")
    assert reveal(seal(uln, by=by), by=by, purpose="enrolment")["contested"] == ["date_of_birth"]
    assert read(uln, by=by, purpose="enrolment")["contested"] == ["date_of_birth"]
    assert side_of(Learner.objects.get(pk=uln))["contested"] == ["date_of_birth"]


def test_the_marks_name_details_by_their_titles():
    from django.template.loader import render_to_string

    said = render_to_string("portal/parts/side_by_side.html", {"pairs": [], "contested": ["date_of_birth"]})
    assert "under objection" in said
    assert "Date of birth" in said
    assert "under objection" not in render_to_string("portal/parts/side_by_side.html", {"pairs": []})
