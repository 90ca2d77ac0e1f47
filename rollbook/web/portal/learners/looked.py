"""Who looked at a learner: for the desk to read with her, and a page to print and hand to her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rollbook.service.readers.looks import MOST, PAGE, Looks, looks
from rollbook.web.portal.learners.address import as_nobody, trail, uln_of
from rollbook.web.portal.page import PortalRequest, page

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@page("learner_looks", "read", guide="see-who-looked", purpose=True)
def looked(request: PortalRequest, address: str) -> HttpResponse:
    """When, which organisation, for which purpose, what was done."""
    return _page(request, address, "portal/learners/looked.html", most=PAGE)


@page("learner_looks_printed", "read", guide="see-who-looked", purpose=True)
def printed(request: PortalRequest, address: str) -> HttpResponse:
    """The same for the learner to take away: organisations only, no names of people."""
    return _page(request, address, "portal/learners/looked_printed.html", most=MOST)


def _page(request: PortalRequest, address: str, template: str, *, most: int) -> HttpResponse:
    uln = uln_of(address, by=request.by)
    with as_nobody():
        found = looks(uln, before=_place(request), most=most, by=request.by, purpose=request.purpose)
    context = {
        "area": "learners", "trail": trail(by=request.by, uln=found.uln), "found": found, "now": timezone.now(),
        "lines": _together(found.lines), "newer": "?" if "before" in request.GET else "", "older": _older(found),
    }  # fmt: skip
    return render(request, template, context)


def _together(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was done again and again on one day, one after the other, is one line that says how often."""
    told: list[dict[str, Any]] = []
    for each in lines:
        last = told[-1] if told else None
        if last is not None and _alike(last) == _alike(each):
            last["times"] += 1
            last["first"] = each["at"]
        else:
            told.append({**each, "times": 1, "first": each["at"]})
    return told


def _alike(each: dict[str, Any]) -> tuple[Any, ...]:
    return (each["at"].date(), *(each[name] for name in ("organisation", "is_team", "person", "purpose", "says")))


def _older(found: Looks) -> str:
    if found.older is None:
        return ""
    at, number = found.older
    return f"?before={(at - _EPOCH) // timedelta(microseconds=1)}-{number}"


def _place(request: PortalRequest) -> tuple[datetime, int] | None:
    """The place in the list a link led to: microseconds and a line's number; nothing else counts."""
    at, _, number = request.GET.get("before", "").partition("-")
    if not (at.isdecimal() and number.isdecimal() and len(at) <= 17 and len(number) <= 18):
        return None
    return _EPOCH + timedelta(microseconds=int(at)), int(number)
