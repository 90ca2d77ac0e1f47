"""The search: a form, and on sending it the outcome itself, so that no detail ever stands in an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rollbook.definitions.learner_fields import Occasion
from rollbook.service.actions.learners import find as search
from rollbook.service.actions.learners.fields import errors
from rollbook.web.portal.find.carrying import answers_of, details_of, hidden
from rollbook.web.portal.find.forms import NumberAndNames, Search
from rollbook.web.portal.find.outcomes import outcome_page
from rollbook.web.portal.find.values import in_boxes
from rollbook.web.portal.page import PortalRequest, page


@page("find", "find", guide="find-a-learner", purpose=True)
def find(request: PortalRequest) -> HttpResponse:
    """Search by details. With `again` the form is shown anew with the answers that came."""
    answers = answers_of(request)
    if request.method != "POST" or "again" in request.POST:
        return _form(request, Search(initial=answers), answers)
    form = Search(in_boxes(request.POST, "date_of_birth"))
    doubtful = form.doubt(request.POST.getlist("sure"))
    if form.errors:
        form.take(errors(form.sent(), today=timezone.localdate(), occasion=Occasion.FIND))
        return _form(request, form, answers, sure=doubtful)
    return searched(request, answers, form=form, sure=doubtful)


def searched(
    request: PortalRequest, answers: dict[str, str], *, form: Search | None = None, sure: Any = (), note: Any = ""
) -> HttpResponse:
    """Search for the details among these answers; a page with the outcome, or with what is wrong with them."""
    form = form or Search(in_boxes(request.POST, "date_of_birth"))
    (found,) = search.find([details_of(answers)], by=request.by, purpose=request.purpose)
    if found.findings:
        form.take(found.findings)
        return _form(request, form, answers, sure=sure, note=note)
    return outcome_page(request, found.outcome, answers, note=note)


@page("find_by_number", "find", guide="find-a-learner", purpose=True)
def by_number(request: PortalRequest) -> HttpResponse:
    """Search by a number with both names."""
    if request.method != "POST" or "again" in request.POST:
        return _number_form(request, NumberAndNames(initial=request.POST.dict()))
    return searched_by_number(request)


def searched_by_number(request: PortalRequest, *, uln: str = "", note: Any = "") -> HttpResponse:
    """Search for the number (`uln`, else the one sent) and names; a page with the outcome, or with what is wrong."""
    form = NumberAndNames({**request.POST.dict(), "uln": uln} if uln else request.POST)
    asked = form.sent()
    found = search.find_by_number(
        asked["uln"], asked["given_name"], asked["family_name"], by=request.by, purpose=request.purpose
    )  # fmt: skip
    if found.findings:
        form.take(found.findings)
        return _number_form(request, form)
    names = {name: asked[name] for name in ("given_name", "family_name")}
    return outcome_page(request, found.outcome, names, by_number=asked["uln"], note=note)


def _form(
    request: PortalRequest, form: Search, answers: dict[str, str], *, sure: Any = (), note: Any = ""
) -> HttpResponse:
    carried = hidden(answers, without=form.fields)
    context = {"area": "find", "form": form, "hidden": carried, "sure": sure, "note": note}
    return render(request, "portal/find/search.html", context)


def _number_form(request: PortalRequest, form: NumberAndNames) -> HttpResponse:
    return render(request, "portal/find/by_number.html", {"area": "find", "form": form})


def begin_here(request: PortalRequest) -> HttpResponse:
    """The page at an address that is only sent to; after a new sign-in, answers that were kept come back on it."""
    return render(request, "portal/find/begin.html", {"area": "find"})
