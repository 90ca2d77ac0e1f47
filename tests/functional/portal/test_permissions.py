"""Every address of the portal for every role, with ids of a foreign organisation: nobody sees or changes another's.

What a page allows is what it declares (`PAGES`) and what `roles.toml` says. A view without `page` fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from rollbook.organisations import roles
from rollbook.service import limits, models
from rollbook.service.addresses import address_of
from rollbook.service.sealing import seal_values
from rollbook.standards import layout_of
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.page import PAGES, Page
from rollbook.web.urls import urlpatterns

pytestmark = pytest.mark.django_db
PEOPLE = [name for name, role in roles().items() if role.human]
FOR_PROGRAMS = ("api/", "oauth/")
PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
# Parts of an address that belong to no organisation, and ids that lead nowhere.
OPEN_PARTS: dict[str, Any] = {
    "name": "install", "kind": "csv", "which": "template", "provider_id": "none", "token": "invented", "code": "none",
    "number": 1, "standard": "ilr", "version": "2025-26", "rule": "ULN_05", "data_set": "pupil", "item": "100081",
    "code_set": "D00023", "table": "campus",
}  # fmt: skip
NOWHERE = {"pk", "link_id", "change_id", "reference", "case_id", "unclear_id", "sample_id", "report_id"}
REFUSED = {403, 404, 405}


def addresses_of_the_portal(patterns: Any = urlpatterns, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses_of_the_portal(each.url_patterns, route)
        elif not route.startswith(FOR_PROGRAMS):
            yield route, each


def _page(pattern: URLPattern) -> Page:
    return pattern.callback.page  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def foreign(other_college: Any, person: Callable[..., Any], learner_of: Callable[[Any], int]) -> dict[str, Any]:
    """What another organisation has, by the name its id has in addresses."""
    return _things_of(other_college, person("register", organisation=other_college), learner_of(other_college))


@pytest.fixture
def own(college: Any, person: Callable[..., Any], learner_of: Callable[[Any], int]) -> dict[str, Any]:
    """What the organisation of everybody here has."""
    return _things_of(college, person("register"), learner_of(college))


def _things_of(home: Any, user: Any, uln: int) -> dict[str, Any]:
    now, empty = timezone.now(), ["" for _ in layout_of("lrs_batch", "2A").fields_of("learner")]
    batch = models.Batch.objects.create(
        organisation=home, standard="lrs_batch", version="2A", file_name="a.csv", size=1, learners=1, sha256=b"1",
        purpose="enrolment", sent_by="x", sent_at=now, state="done", finished_at=now,
    )  # fmt: skip
    models.BatchRow.objects.create(batch=batch, number=1, line=3, columns=empty, code="RC007", is_exception=True)
    upload = models.WaitingUpload.objects.create(
        organisation=home, file_name="a.csv", sha256=b"2", size=1, learners=1, purpose="enrolment", uploaded_by="x",
        uploaded_at=now, diagnosed_on=now.date(), diagnosis=b"",
    )  # fmt: skip
    client = models.Client.objects.create(
        name="Invented MIS", client_type="confidential", authorization_grant_type="client-credentials",
        client_secret="s", organisation=home, role="machine:find",
    )  # fmt: skip
    emergency = models.Emergency.objects.create(
        user=user, organisation=home, learner_id=uln, kind="danger", reason="x", opened_at=now,
        until=now + timedelta(minutes=30), judge_by=now + timedelta(days=2),
    )  # fmt: skip
    alert = models.Alert.objects.create(
        organisation=home, credential=f"user:{user.pk}", effect="tell", because="x", searched_from=now, opened_at=now,
        changed_at=now,
    )  # fmt: skip
    check = models.FileCheck.objects.create(
        organisation=home, file_name="a.xml", size=1, purpose="enrolment", asked_by="x", asked_at=now, state="failed",
        about=seal_values({"says": "x", "fix": ""}), finished_at=now,
    )  # fmt: skip
    question = models.Question.objects.create(asked_by=user, organisation=home, text="How?", asked_at=now)
    application = models.OrganisationApplication.objects.create(
        organisation=home, name="x", contact_name="x", contact_email="x@y.example", contact_job="x", signatory="x",
        teaches="x", applied_at=now,
    )  # fmt: skip
    objection = models.Objection.objects.create(
        learner_id=uln, kind="use", said="x", said_how="spoken", recorded_by="x", organisation=home, at=now
    )
    return {
        "address": address_of(uln), "batch_id": batch.pk, "upload_id": upload.pk, "user_id": user.pk,
        "check_id": check.pk,
        "client_id": client.client_id, "subject": f"user:{user.pk}", "emergency_id": emergency.pk,
        "alert_id": alert.pk, "question_id": question.pk, "application_id": application.pk,
        "organisation_id": home.pk, "objection_id": objection.pk,
        "enrolment_id": models.Enrolment.objects.get(organisation=home).pk,
    }  # fmt: skip


@pytest.fixture
def learner_of(someone: Callable[..., Any], caller: Callable[..., Any]) -> Callable[[Any], int]:
    """Registers somebody with an organisation, and gives the number."""
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    def make(home: Any) -> int:
        by = caller("register", organisation=home)
        find([someone()], by=by, purpose="enrolment")
        (made,) = register([Registration(someone())], by=by, purpose="enrolment")
        assert made.uln is not None
        return made.uln

    return make


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_spend", lambda *_, **__: None)


def test_every_view_of_the_portal_says_who_may_open_it():
    assert [route for route, pattern in addresses_of_the_portal() if not hasattr(pattern.callback, "page")] == []
    assert {_page(pattern).name for _, pattern in addresses_of_the_portal()} == set(PAGES)


def test_a_visitor_is_sent_to_sign_in_from_every_page_that_is_not_open(foreign):
    wrong = []
    for route, pattern in addresses_of_the_portal():
        for method in ("get", "post"):
            answer = getattr(Browser(), method)(_address(route, foreign), {"form_key": "a"})
            sent = answer.status_code == 302 and answer["Location"].startswith("/sign-in")
            if answer.status_code >= 500 or not (sent or _page(pattern).is_open):
                wrong.append(f"{method} {route}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_opens_its_pages_and_nothing_of_a_foreign_organisation(role, signed_in, person, foreign):
    wrong, who = [], person(role)
    before = _standing()
    for route, pattern in addresses_of_the_portal():
        for method in ("get", "post"):
            if _page(pattern).name != "sign_out":
                wrong += _wrong(signed_in(role, user=who), role, route, _page(pattern), method, foreign)
    assert not wrong, "\n".join(wrong)
    if not roles()[role].register_staff:
        assert _standing() == before


@pytest.mark.parametrize("role", PEOPLE)
def test_a_form_sent_with_nothing_in_it_is_answered_as_one_that_lacks_answers(role, signed_in, person, own):
    wrong, who = [], person(role)
    for route, pattern in addresses_of_the_portal():
        if _page(pattern).name == "sign_out":
            continue
        browser, at = signed_in(role, user=who), _address(route, own)
        try:
            bare, other = browser.post(at, {}), browser.post(at, {"form_key": ""})
        except Exception as error:
            wrong.append(f"{route}: {type(error).__name__} {error}")
            continue
        if bare.status_code >= 500:
            wrong.append(f"{route}: {bare.status_code}")
        elif _is_bound(bare) is not _is_bound(other):
            wrong.append(f"{route}: shown as if it had not been sent")
    assert not wrong, "\n".join(wrong)


def _is_bound(answer: Any) -> bool:
    form = answer.context.get("form") if answer.context else None
    return isinstance(form, PortalForm) and form.is_bound


def _wrong(browser: Browser, role: str, route: str, page: Page, method: str, foreign: dict[str, Any]) -> Iterator[str]:
    said = f"{method} {route}"
    try:
        answer = getattr(browser, method)(_address(route, foreign), {"form_key": "a"}, follow=True)
    except Exception as error:
        yield f"{said}: {type(error).__name__} {error}"
        return
    status, may = answer.status_code, not page.permission or page.permission in roles()[role].may
    staff, parts = roles()[role].register_staff, {name for _, name in PLACE.findall(route)}
    if status >= 500:
        yield f"{said}: {status}"
    elif not may and not page.is_open and status != 403:
        yield f"{said}: {status}, and the role may not"
    elif may and page.permission and method == "get" and not parts and status in ((404,) if staff else (403, 404)):
        yield f"{said}: {status}, and the role may"
    elif may and parts - set(OPEN_PARTS) - NOWHERE and not staff and status not in REFUSED:
        yield f"{said}: {status}, and it is another's"


def _address(route: str, foreign: dict[str, Any]) -> str:
    return "/" + PLACE.sub(lambda place: str(_part(place[1], place[2], foreign)), route)


def _part(converter: str, name: str, foreign: dict[str, Any]) -> Any:
    """A part of an address; KeyError for a new kind, which has to say here whose it is."""
    if name in NOWHERE:
        return 999_999 if converter == "int" else uuid4()
    return {**OPEN_PARTS, **foreign}[name]


def _standing() -> list[Any]:
    """What a foreigner must leave as it was."""
    tables = (models.Batch, models.BatchRow, models.WaitingUpload, models.FileCheck, models.Client, models.Emergency,
              models.Alert, models.Question, models.Objection, models.Organisation, models.Enrolment)  # fmt: skip
    return [list(table.objects.order_by("pk").values()) for table in tables]
