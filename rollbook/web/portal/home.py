"""Home: one big search, and what waits for whoever signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from rollbook.service.readers.waiting import Waiting, waiting
from rollbook.web.portal.find.forms import FiveDetails
from rollbook.web.portal.page import PortalRequest, page


@dataclass(frozen=True, slots=True)
class Task:
    """One line of what waits: the sentence, which leads to where it is settled, and how many."""

    says: str
    address: str
    count: int


@page("home", "", guide="home")
def home(request: PortalRequest) -> HttpResponse:
    """The first page after signing in."""
    searches = request.by.may("find") and bool(request.purpose)
    context = {
        "area": "home",
        "is_stopped": request.by.is_stopped,
        "may_find": request.by.may("find"),
        "search": FiveDetails(prefix=None) if searches else None,
        "tasks": [_task(each) for each in waiting(by=request.by)],
    }
    return render(request, "portal/home.html", context)


def _task(found: Waiting) -> Task:
    name, one, says = TASKS[found.kind]
    address = reverse(one, args=[found.only]) if found.only and one else reverse(name)
    return Task(says(found.count), address, found.count)


# Where each kind is settled (of many, of one), and what it says.
TASKS: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "exceptions": (
        "batches", "exceptions",
        lambda n: ngettext("row of a batch waits for your decision", "rows of batches wait for your decision", n),
    ),
    "uploads": (
        "batches", "upload",
        lambda n: ngettext("file with faults waits for your word", "files with faults wait for your word", n),
    ),
    "batches": ("batches", "batch", lambda n: ngettext("batch is under way", "batches are under way", n)),
    "changed": (
        "changed_numbers", "",
        lambda n: ngettext("number of a learner of yours has changed", "numbers of learners of yours have changed", n),
    ),
    "alerts": ("alerts", "", lambda n: ngettext("alert about searches", "alerts about searches", n)),
    "emergencies": (
        "emergencies_to_judge", "", lambda n: ngettext("emergency to judge", "emergencies to judge", n),
    ),
    "emergencies_of_users": (
        "emergencies_of_users", "",
        lambda n: ngettext(
            "record was opened in an emergency, not judged yet", "records were opened in emergencies, not judged yet", n
        ),
    ),
    "objections": ("objections", "", lambda n: ngettext("objection to settle", "objections to settle", n)),
    "cases": ("review", "", lambda n: ngettext("pair that may be one person", "pairs that may be one person", n)),
    "applications": (
        "organisations", "", lambda n: ngettext("organisation asks to take part", "organisations ask to take part", n),
    ),
    "applied_again": (
        "organisations", "",
        lambda n: ngettext("further application for a known UKPRN", "further applications for known UKPRNs", n),
    ),
    "certifications": (
        "certification", "",
        lambda n: ngettext("user or client to certify this term", "users and clients to certify this term", n),
    ),
    "ending": (
        "users", "",
        lambda n: ngettext("account ends soon, for nobody uses it", "accounts end soon, for nobody uses them", n),
    ),
    "asked": ("questions", "", lambda n: ngettext("question waits for an answer", "questions wait for an answer", n)),
    "answered": (
        "questions", "", lambda n: ngettext("question of yours is answered", "questions of yours are answered", n),
    ),
}  # fmt: skip
