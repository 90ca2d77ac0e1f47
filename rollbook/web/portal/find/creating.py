"""Create a learner: a few short pages, each carrying what was answered, then a look at all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from rollbook.definitions import learner_definition
from rollbook.web.portal.find.carrying import ENROLMENT, NOTICE, answers_of, hidden, in_words, shown
from rollbook.web.portal.find.creating_forms import CALLED, STEPS, TITLES, findings_of, steps_of
from rollbook.web.portal.find.searching import begin_here
from rollbook.web.portal.find.values import in_boxes
from rollbook.web.portal.page import PortalRequest, page


@page("find_create", "register", guide="create-a-learner", purpose=True)
def create(request: PortalRequest) -> HttpResponse:
    """The next page of the journey: the one asked for by `go`, this one again if it has errors, else what is left."""
    if request.method != "POST":
        return begin_here(request)
    answers, today = answers_of(request), timezone.localdate()
    step, go = request.POST.get("step", ""), request.POST.get("go", "")
    if go in STEPS:
        return step_page(request, go, {**answers, "checking": "yes"})
    steps = steps_of(answers)
    if "back" in request.POST and step in steps:
        return _back(request, step, answers)
    if step in steps and (found := findings_of(step, answers, today=today)):
        return step_page(request, step, answers, findings=found)
    if answers.get("checking"):
        wrong = [name for name in steps if findings_of(name, answers, today=today)]
        return step_page(request, wrong[0], answers) if wrong else check_page(request, answers)
    following = steps[steps.index(step) + 1 :] if step in steps else steps
    return step_page(request, following[0], answers) if following else check_page(request, answers)


def _back(request: PortalRequest, step: str, answers: Mapping[str, str]) -> HttpResponse:
    """The page before this one, with what stands on this one kept as it is; it is judged when it is sent forward."""
    if answers.get("checking"):
        return check_page(request, answers)
    steps = steps_of(answers)
    return step_page(request, steps[max(0, steps.index(step) - 1)], answers)


def step_page(request: PortalRequest, step: str, answers: Mapping[str, str], *, findings: Any = ()) -> HttpResponse:
    """One page of questions."""
    kind = STEPS[step]
    if findings:
        form = kind(in_boxes(request.POST, "date_of_address_capture", "start"))
        form.take(findings)
    else:
        form = kind(initial={"start": timezone.localdate().isoformat(), **answers})
    steps = steps_of(answers)
    context = {
        "area": "find", "form": form, "step": step, "title": TITLES[step], "number": steps.index(step) + 1,
        "of": len(steps), "hidden": hidden(answers, without=form.fields),
    }  # fmt: skip
    return render(request, "portal/find/step.html", context)


def check_page(request: PortalRequest, answers: Mapping[str, str], *, again: bool = False) -> HttpResponse:
    """Everything that is about to be written; with `again`, a search has to go before it first."""
    context = {
        "area": "find", "hidden": hidden({**answers, "checking": "yes"}), "again": again,
        "details": shown(answers), "parts": [part for part in _parts(answers) if part[0] in steps_of(answers)],
    }  # fmt: skip
    return render(request, "portal/find/check.html", context, status=409 if again else 200)


def _parts(answers: Mapping[str, str]) -> list[tuple[str, Any, list[tuple[Any, str]]]]:
    """Of each page of questions its name, its title and its answers."""
    parts = []
    for step, kind in STEPS.items():
        names = [name for name in kind.base_fields if answers.get(name) or name in (*NOTICE, *ENROLMENT)]
        rows = [(_called(name), in_words(name, answers.get(name, ""))) for name in names]
        parts.append((step, TITLES[step], rows))
    return parts


def _called(name: str) -> Any:
    return CALLED.get(name) or gettext(learner_definition().fields[name].title)
