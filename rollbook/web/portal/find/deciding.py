"""From an outcome to an enrolment: the one that was found, or the one that was chosen among possible matches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput, NotFound, TooOften
from rollbook.definitions import learner_definition
from rollbook.service import limits
from rollbook.service.actions.learners import read as reading
from rollbook.service.actions.learners.choose import choose as choose_candidate
from rollbook.service.actions.learners.enrolments import enrol as enrol_proven
from rollbook.service.actions.learners.tokens import unseal
from rollbook.service.addresses import address_of
from rollbook.web.portal.find.carrying import answers_of, details_of, hidden, in_words, shown
from rollbook.web.portal.find.deciding_forms import ChooseForm, EnrolForm
from rollbook.web.portal.find.outcomes import enrolling
from rollbook.web.portal.find.searching import begin_here, searched, searched_by_number
from rollbook.web.portal.find.values import in_boxes
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page


@page("find_enrol", "enrol", guide="enrol-one-learner", purpose=True)
def enrol(request: PortalRequest) -> HttpResponse:
    """Enrol the learner a search has found; number and names prove it again."""
    if request.method != "POST":
        return begin_here(request)
    form = EnrolForm(in_boxes(request.POST, "start"))
    start, uln = form.day(), request.POST.get("uln", "")
    asked = {name: value for name, value in details_of(answers_of(request)).items()
             if name in ("given_name", "family_name") or (value and name in ("date_of_birth", "gender"))}  # fmt: skip

    def work() -> str:
        assert start is not None
        made = enrol_proven(
            {"uln": uln, **asked}, start=start, mis_identifier=form.mis(), evidence=form.evidence(),
            by=request.by, purpose=request.purpose,
        )  # fmt: skip
        return reverse("find_enrolled", args=[address_of(made.learner_id)])

    try:
        if start is not None:
            return once(request, work, by=request.by)
    except InvalidInput as refused:
        form.take(refused.findings)
    context = {"area": "find", "form": form, **enrolling(asked, uln, form)}
    return render(request, "portal/find/enrol.html", context)


@page("find_candidate", "find", guide="find-a-learner", purpose=True)
def candidate(request: PortalRequest) -> HttpResponse:
    """One of the possible matches, picked: when does the learner start?"""
    if request.method != "POST":
        return begin_here(request)
    token = request.POST.get("candidate", "")
    if not token:
        return search_again(request, note=_("Choose one of the learners, or say that none of them is yours."))
    try:
        unseal(token, by=request.by)
    except NotFound as gone:
        return _gone(request, gone)
    return _candidate(request, token)


@page("find_stored", "reveal", guide="find-a-learner", purpose=True)
def stored(request: PortalRequest) -> HttpResponse:
    """What the register holds of one possible match, beside what was asked for. Few a minute, and logged."""
    if request.method != "POST":
        return begin_here(request)
    token = request.POST.get("reveal", "")
    try:
        unseal(token, by=request.by)
        limits.spend_action("reveal", key=request.by.id)
        held = reading.reveal(token, by=request.by, purpose=request.purpose)
    except TooOften as waiting:
        return _candidate(request, token, wait=waiting)
    except NotFound as gone:
        return _gone(request, gone)
    return _candidate(request, token, held=held)


@page("find_choose", "enrol", guide="enrol-one-learner", purpose=True)
def choose(request: PortalRequest) -> HttpResponse:
    """Enrol the picked learner; only then is the number given."""
    if request.method != "POST":
        return begin_here(request)
    form, token = ChooseForm(in_boxes(request.POST, "start")), request.POST.get("candidate", "")
    start = form.day()

    def work() -> str:
        assert start is not None
        made = choose_candidate(
            token, start=start, mis_identifier=form.mis(), by=request.by, purpose=request.purpose
        )  # fmt: skip
        return reverse("find_enrolled", args=[address_of(made.uln)])

    try:
        if start is not None:
            return once(request, work, by=request.by)
    except InvalidInput as refused:
        form.take(refused.findings)
    except NotFound as gone:
        return _gone(request, gone)
    return _candidate(request, token, form=form)


def _gone(request: PortalRequest, gone: NotFound) -> HttpResponse:
    """For a candidate's token that is old, or never was this caller's: the same search anew, if its details came."""
    page = search_again(request, note=f"{gettext(gone.message)} {_('These are the answers of a new search.')}")
    page.status_code = 404
    return page


def search_again(request: PortalRequest, *, note: Any) -> HttpResponse:
    """The search this page came from, anew: its candidates, each with a fresh token."""
    if uln := request.POST.get("by_number", ""):
        return searched_by_number(request, uln=uln, note=note)
    return searched(request, answers_of(request), note=note)


def _candidate(
    request: PortalRequest,
    token: str,
    *,
    held: Mapping[str, Any] | None = None,
    form: ChooseForm | None = None,
    wait: TooOften | None = None,
) -> HttpResponse:
    answers = answers_of(request)
    start = {"start": timezone.localdate().isoformat()}
    context = {
        "area": "find", "token": token, "asked": shown(answers), "by_number": request.POST.get("by_number", ""),
        "pairs": None if held is None else _side_by_side(held, answers), "wait": wait,
        "contested": held["contested"] if held else [],
        "form": form or ChooseForm(initial=start), "hidden": hidden(answers, without=("start", "mis_identifier")),
        "may_enrol": request.by.may("enrol"), "may_reveal": request.by.may("reveal"),
    }  # fmt: skip
    page = render(request, "portal/find/candidate.html", context, status=200 if wait is None else 429)
    if wait is not None:
        page["Retry-After"] = str(wait.retry_after)
    return page


def _side_by_side(held: Mapping[str, Any], answers: Mapping[str, str]) -> list[tuple[str, str, str]]:
    fields = learner_definition().fields
    return [
        (fields[name].title, in_words(name, answers.get(name, "")), in_words(name, held[name]))
        for name in reading.SHOWN_OF_A_CANDIDATE
    ]
