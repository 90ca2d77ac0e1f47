"""The access log in the portal: whose lines, narrowed how, opened, taken away."""

import csv
import io
from uuid import uuid4

import pytest
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.service.actions import users
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.models import AccessLog

PURPOSE = "enrolment"


@pytest.fixture
def learner(caller, someone):
    """A learner whom the college registered: the log has a search and a registration."""
    by = caller("register")
    find([someone()], by=by, purpose=PURPOSE)
    (made,) = register([Registration(someone())], by=by, purpose=PURPOSE)
    return made.uln


def test_the_super_user_sees_her_own_organisations_lines_in_words(signed_in, learner, caller, other_college, someone):
    find([someone()], by=caller("register", organisation=other_college, name="other"), purpose=PURPOSE)
    page = signed_in("super_user").get("/log/").content.decode()
    assert page.count("Searched for a learner by details: no learner is like this.") == 1
    assert "Gave a learner a number, with an enrolment." in page
    assert "one agrees in every detail" not in page


def test_in_a_sector_the_log_and_the_alerts_leave_out_the_people_of_other_sectors(signed_in, college, person):
    from rollbook.service.actions.watching.deciding import answer
    from rollbook.service.credentials import caller_of_user
    from rollbook.service.models import Alert

    adult, schools = (college.sectors.create(id=uuid4(), name=name) for name in ("Adult", "Schools"))
    own, other, whole = (
        person("register", name=n, sector=s) for n, s in (("Own", adult), ("Oth", schools), ("Wh", None))
    )
    for who in (own, other, whole):
        find([{"given_name": "A"}], by=caller_of_user(who, channel="portal"), purpose=PURPOSE)
    client = signed_in("super_user", sector=adult)
    page = client.get("/log/").content.decode()
    assert ([f"user:{who.pk}" in page for who in (own, other, whole)], page.count("/log/lines/")) == (
        [True, False, True],
        2,
    )
    now = timezone.now()
    alert = Alert.objects.create(
        organisation=college, credential=f"user:{other.pk}", credential_name="Oth", effect="tell", because="Seen.",
        searched_from=now, opened_at=now, changed_at=now, searches=1, unsettled=1,
    )  # fmt: skip
    assert client.get(f"/alerts/{alert.pk}").status_code == 404
    with pytest.raises(NotFound):
        answer(alert.pk, "For a fair.", by=caller_of_user(client.user, channel="portal"))


def test_the_operator_sees_all_and_narrows_by_organisation(signed_in, learner, caller, other_college, someone):
    find([someone()], by=caller("register", organisation=other_college, name="other"), purpose=PURPOSE)
    client = signed_in("operator")
    assert "one agrees in every detail" in client.get("/log/").content.decode()
    narrowed = client.get("/log/", {"ukprn": other_college.ukprn}).content.decode()
    assert "one agrees in every detail" in narrowed
    assert "Gave a learner a number" not in narrowed


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({"action": "register"}, 1), ({"outcome": "none"}, 1), ({"channel": "batch"}, 0), ({"purpose": "enrolment"}, 2),
        ({"purpose": "certification"}, 0), ({"since_day": "1", "since_month": "1", "since_year": "2001"}, 2),
        ({"until_day": "1", "until_month": "1", "until_year": "2001"}, 0), ({"actor": "the clerk"}, 0),
    ],
)  # fmt: skip
def test_the_log_is_narrowed(query, lines, signed_in, learner, person):
    who = person("register", name="Clerk")
    if "actor" in query:
        query = {"actor": f"user:{who.pk}"}
    page = signed_in("super_user").get("/log/", {**query, "before": ""}).content.decode()
    assert page.count("<tr data-row>") - page.count("Read the access log.") == lines


def test_a_day_that_is_none_is_said_beside_its_field(signed_in):
    day = {"since_day": "31", "since_month": "2", "since_year": "2026"}
    page = signed_in("super_user").get("/log/", day).content.decode()
    assert "This is not a date." in page
    assert "Error:" in page


def test_a_learners_number_is_asked_in_a_form_and_never_stands_in_an_address(signed_in, learner):
    client = signed_in("super_user")
    page = client.post("/log/about", {"uln": f" {str(learner)[:3]} {str(learner)[3:6]}-{str(learner)[6:]}"})
    said = page.content.decode()
    assert "Gave a learner a number" in said
    assert str(learner) not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
    assert f"about?uln={learner}" not in said
    assert [row.ulns for row in AccessLog.objects.filter(action="read_log")] == [[learner]]


def test_a_number_with_which_nothing_was_done_is_told_so_and_not_sent_to_filters(signed_in, learner):
    page = signed_in("super_user").post("/log/about", {"uln": "9801234562"}).content.decode()
    assert "Nothing has been done with this number in your organisation’s name." in page
    assert "filters" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_number_that_is_none_is_said_and_nothing_is_shown(signed_in, learner):
    page = signed_in("super_user").post("/log/about", {"uln": "12"}).content.decode()
    assert "Error:" in page
    assert "What was done" not in page


def test_a_line_is_opened_in_words_and_another_organisations_is_not_there(signed_in, learner, person, other_college):
    row = AccessLog.objects.get(action="find")
    page = signed_in("super_user").get(f"/log/lines/{row.reference}").content.decode()
    assert "postcode area asked for: ZE" in page
    elsewhere = signed_in(user=person("super_user", other_college))
    assert elsewhere.get(f"/log/lines/{row.reference}").status_code == 404


def test_what_i_see_is_taken_away_as_a_file_and_that_is_written_down(signed_in, learner):
    answer = signed_in("super_user").get("/log/download", {"action": "register"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["action"], row["ulns"]) for row in rows] == [("register", str(learner))]
    assert AccessLog.objects.get(action="download_log").details == {"rows": 1}


def test_a_name_like_a_formula_does_not_run_in_a_spreadsheet():
    from rollbook.web.portal.log.pages import _cell

    assert _cell("=HYPERLINK()") == "'=HYPERLINK()"


@pytest.mark.parametrize("role", ["register", "view_only", "batch", "reviewer"])
def test_others_do_not_see_the_log(role, signed_in):
    client = signed_in(role)
    assert [client.get(f"/log/{each}").status_code for each in ("", "about", "download")] == [403, 403, 403]


def test_a_log_that_somebody_changed_is_said_on_the_page(signed_in, learner, monkeypatch):
    page = signed_in("super_user").get("/log/").content.decode()
    assert "not sealed yet" in page
    seal = {"number": 7, "fits": False, "wrong": ["Row 3 no longer says what it said."], "rows": 1, "waiting": 0}
    monkeypatch.setattr("rollbook.web.portal.log.pages.last_seal", lambda by: seal)
    page = signed_in("super_user").get("/log/").content.decode()
    assert "somebody has changed the log" in page
    assert "Row 3 no longer says what it said." in page


def test_what_happens_to_a_users_access_is_told_with_the_users_name(signed_in, person, caller, college):
    adult, schools = (college.sectors.create(id=uuid4(), name=name) for name in ("Adult", "Schools"))
    gone, other = person(name="Vesper Holm", sector=adult), person(name="Corin Abel", sector=schools)
    for each in (gone, other):
        users.suspend(each.email, reason="Has left.", by=caller("super_user"))
    page = signed_in("super_user").get("/log/").content.decode()
    assert all(f'Suspended a user. <span class="quiet">{name}</span>' in page for name in ("Vesper Holm", "Corin Abel"))
    page = signed_in("super_user", sector=adult).get("/log/").content.decode()
    assert ('<span class="quiet">Vesper Holm' in page, "Corin Abel" in page) == (True, False)
    line = AccessLog.objects.filter(action="user_suspend").earliest("at")
    assert "Vesper Holm" in signed_in("super_user").get(f"/log/lines/{line.reference}").content.decode()


def test_guesses_at_the_door_do_not_read_like_sign_ins(signed_in, person, client):
    clerk, boss = person(), signed_in("super_user")
    for _ in range(5):
        client.post("/sign-in", {"login": clerk.email, "password": "wrong"})
    page = boss.get("/log/").content.decode()
    assert page.count("A wrong password or code was typed") == 5
    assert page.count("the address was locked for a time") == 1
    page = boss.get("/log/", {"action": "sign_in", "outcome": "refused"}).content.decode()
    assert (page.count("/log/lines/"), page.count("A wrong password or code was typed")) == (5, 5)
