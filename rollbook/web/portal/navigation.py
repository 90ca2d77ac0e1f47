"""What stands in the head of every page for whom, and what every template knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from rollbook.organisations import Caller, purposes


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the navigation: shown to those who have one of the permissions, and not `unless`, which leads there."""

    name: str
    title: Any
    permissions: tuple[str, ...]
    unless: str = ""


PLACES = (
    Place("home", _("Home"), ()),
    Place("find", _("Find a learner"), ("find",)),
    Place("verify", _("Check a number"), ("verify",), unless="find"),
    Place("learners", _("Our learners"), ("list",)),
    Place("batches", _("Batches"), ("batch",)),
    Place("checks", _("Check a file"), ("check",)),
    Place("review", _("Review"), ("review",)),
    Place("organisations", _("Organisations"), ("govern",)),
    Place("users", _("Users"), ("users",)),
    Place("log", _("Access log"), ("log", "log_all")),
    Place("alerts", _("Alerts"), ("alerts",)),
    Place("emergencies", _("Emergency"), ("emergency",)),
    Place("emergencies_to_judge", _("Emergencies"), ("judge",)),
    Place("reference_tables", _("Reference tables"), ("reference",)),
    Place("rules", _("Rules"), ()),
    Place("dictionary", _("Dictionary"), ()),
    Place("help", _("Help"), ()),
)

# What somebody sees who is not signed in, on the pages that lead nowhere else.
FOR_VISITORS = (
    Place("open_check", _("Check a file"), ()),
    Place("rules", _("Rules"), ()),
    Place("dictionary", _("Dictionary"), ()),
    Place("help", _("Help"), ()),
    Place("sign_in", _("Sign in"), ()),
)
TO_READ = {"check-a-file", "look-up-a-rule", "look-up-a-definition", "find-help"}  # guides of pages open to all


def around(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: the caller, the navigation, the page with its guide."""
    by: Caller | None = getattr(request, "by", None)
    page = getattr(request, "page", None)
    purpose = getattr(request, "purpose", "")
    return {
        "by": by,
        "page": page,
        "purpose": purposes().get(purpose) if page is not None and page.purpose else None,
        "places": list(_places(by)) if by is not None else list(_for_visitors(page)),
        "open_check": settings.OPEN_CHECK,
    }


def _for_visitors(page: Any) -> Any:
    if page is not None and page.is_open and page.guide in TO_READ:
        for place in FOR_VISITORS:
            if place.name != "open_check" or settings.OPEN_CHECK:
                yield {"name": place.name, "title": place.title, "address": reverse(place.name)}


def _places(by: Caller) -> Any:
    for place in PLACES:
        if place.unless and by.may(place.unless):
            continue
        if not place.permissions or any(by.may(each) for each in place.permissions):
            try:
                yield {"name": place.name, "title": place.title, "address": reverse(place.name)}
            except NoReverseMatch:
                continue
