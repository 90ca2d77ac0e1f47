"""Give the number: the register's own action, and a page for each thing that may stand in its way."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.learners.register import GIVEN, Registered, Registration, Result, register
from rollbook.service.addresses import address_of
from rollbook.web.portal.find.carrying import answers_of
from rollbook.web.portal.find.creating import check_page, step_page
from rollbook.web.portal.find.creating_forms import fields_of, findings_of, steps_of
from rollbook.web.portal.find.deciding_forms import start_of
from rollbook.web.portal.find.searching import begin_here, searched
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

LOOK = _(
    "Look at these learners before you pass them over: they came into view a moment ago, or somebody has been added "
    "since. Your answers are kept. If none of them is your learner, go on at the end of this page."
)
MEANWHILE = _(
    "Since your search, the register has come to hold somebody like your learner. Nothing has been written, and your "
    "answers are kept. Compare before you go on."
)


@page("find_register", "register", guide="create-a-learner", purpose=True)
def give(request: PortalRequest) -> HttpResponse:
    """Register the learner whose answers were checked."""
    if request.method != "POST":
        return begin_here(request)
    answers, today = answers_of(request), timezone.localdate()
    for step in steps_of(answers):
        if found := findings_of(step, answers, today=today):
            return step_page(request, step, answers, findings=found)
    return once(request, lambda: _given(request, answers), by=request.by)


def _given(request: PortalRequest, answers: dict[str, str]) -> str | HttpResponse:
    new = {name: value for name, value in fields_of(answers).items() if name != "mis_identifier"}
    asked = Registration(
        new,
        start=start_of(answers),
        mis_identifier=answers.get("mis_identifier", ""),
        override=answers.get("override", "") if answers.get("passed") else "",
        notice_version=answers.get("notice_version", ""),
    )
    (made,) = register([asked], by=request.by, purpose=request.purpose)
    if made.uln is not None and made.result in GIVEN:
        name = "find_created" if made.result is Result.NEW else "find_known"
        return reverse(name, args=[address_of(made.uln)])
    return _stopped(request, made, {**answers, "checking": "yes"})


def _stopped(request: PortalRequest, made: Registered, answers: dict[str, str]) -> HttpResponse:
    """The page for a registration that wrote nothing: what to do, with every answer kept."""
    if made.result is Result.SEARCH_FIRST:
        return check_page(request, answers, again=True)
    if made.result is Result.LOOK_FIRST:
        return searched(request, answers, note=LOOK)
    # Possible matches that were in nobody's view, or details that are refused: both stand on the page of the search.
    return searched(request, answers, note=MEANWHILE)
