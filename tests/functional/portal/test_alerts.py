"""Alerts in the portal: seen, answered, decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rollbook.service.models import Alert


@pytest.fixture
def alert(college, person):
    """An alert about a clerk of the college."""
    clerk, now = person("register", name="Clerk at the desk"), timezone.now()
    seen = [{"rule": "strangers", "title": "Volume against the organisation's size", "effect": "stop", "value": 6.2,
             "unit": "searches for each learner held", "of": 155, "thresholds": {"tell": 2.0, "slow": 4.0, "stop": 6.0},
             "says": "155 searches led to no enrolment; the organisation holds 0 learners."}]  # fmt: skip
    return Alert.objects.create(
        organisation=college, credential=f"user:{clerk.pk}", credential_name="Clerk at the desk", effect="stop",
        because=seen[0]["says"], seen=seen, story=[{"at": now.isoformat(), "effect": "stop", "because": "It is so."}],
        searches=160, unsettled=155, searched_from=now - timedelta(days=3), opened_at=now, changed_at=now,
    )  # fmt: skip


def test_the_super_user_sees_her_alert_in_figures_and_answers_it(signed_in, alert):
    client = signed_in("super_user")
    assert "Clerk at the desk" in client.get("/alerts/").content.decode()
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "155 searches led to no enrolment; the organisation holds 0 learners." in page
    assert "Suspend" not in page
    answer = client.post(f"/alerts/{alert.pk}/answer", {"answer": "A count for the governors."}, follow=True)
    assert "Your answer stands beside the alert." in answer.content.decode()
    alert.refresh_from_db()
    assert alert.answer == "A count for the governors."


@pytest.mark.parametrize(
    ("role", "narrowed"), [("super_user", "?actor=user%3A{clerk}"), ("operator", "?ukprn={college}")]
)  # fmt: skip
def test_an_alert_leads_to_its_lines_in_the_access_log(signed_in, alert, college, role, narrowed):
    client = signed_in(role)
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    address = f"/log/{narrowed.format(clerk=alert.credential.partition(':')[2], college=college.ukprn)}"
    assert f'href="{address}"' in page


def test_an_empty_answer_is_said_beside_its_field(signed_in, alert):
    page = signed_in("super_user").post(f"/alerts/{alert.pk}/answer", {"answer": " "}).content.decode()
    assert "This needs a sentence" in page
    assert "Error:" in page


@pytest.mark.parametrize(
    ("decision", "state"), [("lift", "lifted"), ("keep", "kept"), ("suspend", "suspended")]
)  # fmt: skip
def test_the_operator_decides_with_a_reason(decision, state, signed_in, alert):
    client = signed_in("operator")
    without = client.post(f"/alerts/{alert.pk}/decide", {"decision": decision, "reason": ""})
    assert "This needs a sentence" in without.content.decode()
    done = client.post(f"/alerts/{alert.pk}/decide", {"decision": decision, "reason": "As they say."}, follow=True)
    assert "As they say." in done.content.decode()
    alert.refresh_from_db()
    assert (alert.state, alert.decided_by) == (state, f"user:{client.user.pk}")


def test_a_decision_that_is_none_changes_nothing(signed_in, alert):
    signed_in("operator").post(f"/alerts/{alert.pk}/decide", {"decision": "forget", "reason": "x"})
    alert.refresh_from_db()
    assert alert.state == "open"


def test_another_organisations_alert_is_not_there(signed_in, alert, person, other_college):
    client = signed_in(user=person("super_user", other_college))
    assert "Clerk at the desk" not in client.get("/alerts/").content.decode()
    assert client.get(f"/alerts/{alert.pk}").status_code == 404
    assert client.post(f"/alerts/{alert.pk}/answer", {"answer": "x"}).status_code == 404


def test_a_super_user_does_not_decide_about_her_own_organisation(signed_in, alert):
    answer = signed_in("super_user").post(f"/alerts/{alert.pk}/decide", {"decision": "lift", "reason": "x"})
    assert answer.status_code == 403
    alert.refresh_from_db()
    assert alert.state == "open"


def test_a_stopped_person_is_told_at_their_next_page(signed_in, alert):
    from rollbook.service.models import User

    clerk = User.objects.get(name="Clerk at the desk")
    page = signed_in(user=clerk).get("/")
    assert page.status_code == 403
    assert "has been stopped because of how learners were searched for" in page.content.decode()


def test_home_says_that_the_organisation_is_stopped_and_leads_to_why(signed_in, alert):
    client = signed_in("super_user")
    assert "Your organisation has been stopped" not in client.get("/").content.decode()
    Alert.objects.update(credential="", credential_name="")
    page = client.get("/").content.decode()
    assert "Your organisation has been stopped because of how learners were searched for." in page
    assert page.count('href="/alerts/"') > 1


@pytest.mark.parametrize("role", ["register", "view_only", "batch", "reviewer"])
def test_others_see_no_alerts(role, signed_in, alert):
    client = signed_in(role)
    assert [client.get(f"/alerts/{each}").status_code for each in ("", alert.pk)] == [403, 403]


def test_an_empty_list_says_how_it_fills(signed_in):
    client = signed_in("super_user")
    assert "Nothing stands out." in client.get("/alerts/").content.decode()
    assert "No alert has ended yet." in client.get("/alerts/?which=ended&page=900").content.decode()
