"""The log of decisions, and figures about them: a static picture with its table behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from rollbook.service.readers.decisions import Place, decided, statistics
from rollbook.web.portal.forms import PortalForm, Selection
from rollbook.web.portal.learners.exporting import OFFERED, as_file
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.chart import bars_by_likeness, bars_by_month
from rollbook.web.portal.review.queue import places
from rollbook.web.portal.review.words import SOURCES, STATES
from rollbook.web.portal.tags import likeness

PAGE = 50
PART = 200  # decisions read for an export at a time
MOST_EXPORTED = 20_000
GUIDE = "settle-two-numbers"


class LogForm(PortalForm):
    """Which decisions are shown."""

    state = Selection(
        label=_("Decision"),
        choices=[("", _("all")), ("linked", STATES["linked"]), ("kept_apart", STATES["kept_apart"])],
    )
    source = Selection(label=_("Where it came from"), choices=[("", _("everywhere")), *SOURCES.items()])


@page("decisions", "review", guide=GUIDE, purpose=True)
def decisions(request: PortalRequest) -> HttpResponse:
    """What was decided, by whom and why, latest first."""
    rows = decided(
        by=request.by, purpose=request.purpose, most=PAGE + 1, before=_place(request.GET.get("before", "")),
        state=request.GET.get("state", ""), source=request.GET.get("source", ""),
    )  # fmt: skip
    last = rows[PAGE - 1]["place"] if len(rows) > PAGE else None
    context = {
        "rows": rows[:PAGE], "filters": LogForm(request.GET), "sources": SOURCES, "states": STATES, "offered": OFFERED,
        "last": f"{last[0].isoformat()},{last[1]}" if last else "", **places(request),
    }  # fmt: skip
    return render(request, "portal/review/decisions.html", context)


@page("decisions_export", "review", guide=GUIDE, purpose=True)
def export(request: PortalRequest, kind: str) -> HttpResponse:
    """The decisions of this filter as a file, each of its parts logged as it is read."""
    headings = ["Decided", "Decision", "Number", "Other number", "Came from", "Likeness", "Strength in bits",
                "Days open", "By", "Why", "Link undone"]  # fmt: skip
    # A stream is no HttpResponse by class, and goes wherever one goes.
    return cast("HttpResponse", as_file(kind, "decisions", headings, islice(_all(request), MOST_EXPORTED)))


@page("review_figures", "review", guide=GUIDE, purpose=True)
def figures(request: PortalRequest) -> HttpResponse:
    """Decisions in figures."""
    found = statistics(by=request.by, purpose=request.purpose)
    context = {
        "figures": found, "sources": SOURCES, "months": bars_by_month(found["months"]),
        "likenesses": bars_by_likeness(found["strengths"]),
        "any_month": any(each["linked"] + each["kept_apart"] for each in found["months"]), **places(request),
    }  # fmt: skip
    return render(request, "portal/review/figures.html", context)


def _all(request: PortalRequest) -> Iterator[list[Any]]:
    before: Place | None = None
    while rows := decided(
        by=request.by, purpose=request.purpose, most=PART, before=before, state=request.GET.get("state", ""),
        source=request.GET.get("source", ""),
    ):  # fmt: skip
        yield from (_row(each) for each in rows)
        before = rows[-1]["place"]


def _row(each: dict[str, Any]) -> list[Any]:
    return [each["settled_at"].isoformat(timespec="minutes"), str(STATES[each["state"]]), each["first"],
            each["second"], str(SOURCES[each["source"]]), likeness(each["weight"]), _tenths(each["weight"]),
            each["days"], each["settled_by"], each["settled_why"],
            each["undone_at"] and each["undone_at"].date()]  # fmt: skip


def _tenths(weight: float | None) -> float | None:
    return None if weight is None else round(weight, 1)


def _place(text: str) -> Place | None:
    at, _comma, id_ = text.partition(",")
    try:
        return datetime.fromisoformat(at), UUID(id_)
    except ValueError:
        return None
