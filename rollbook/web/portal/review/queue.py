"""The queue: cases that wait, as a dense table with filters, and one of them beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rollbook.matching import load_thresholds
from rollbook.register.words import weights_of
from rollbook.service.readers.cases import Wanted, count_open, open_cases, waiting
from rollbook.web.portal.forms import PortalForm, Selection
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.words import SHORT, SOURCES, lines

PAGE = 50
# The words in which the list tells it, each with its name in an address.
LIKELY = {
    "very": "very like", "much": "much like", "somewhat": "somewhat like", "little": "a little like",
}  # fmt: skip
AGES = {"7": _("a week"), "30": _("a month"), "90": _("three months")}
ORDERS = {"likeliest": _("likeliest first"), "oldest": _("oldest first"), "newest": _("newest first")}


class FilterForm(PortalForm):
    """What of the queue is shown, in which order."""

    source = Selection(label=_("Where it came from"), choices=[("", _("everywhere")), *SOURCES.items()])
    likeness = Selection(
        label=_("How alike"), choices=[("", _("all")), *((code, _(word)) for code, word in LIKELY.items())]
    )
    age = Selection(label=_("Waits longer than"), choices=[("", _("any time")), *AGES.items()])
    order = Selection(label=_("Order"), choices=list(ORDERS.items()))


@page("review", "review", guide="settle-two-numbers", purpose=True)
def queue(request: PortalRequest) -> HttpResponse:
    """The pairs that wait for a decision."""
    wanted = wanted_of(request.GET)
    skip = _whole(request.GET.get("skip", ""))
    cases = open_cases(by=request.by, purpose=request.purpose, most=PAGE, wanted=wanted, skip=skip)
    total = count_open(by=request.by, wanted=wanted)
    now = timezone.now()
    rows = [
        {
            **case,
            "lines": lines(_values(case["first"]), _values(case["second"])),
            "days": (now - case["opened_at"]).days,
        }
        for case in cases
    ]
    chosen = request.GET.get("case", "") or (rows[0]["id"] if rows else "")
    context = {
        "rows": rows, "total": total, "chosen": chosen, "filters": FilterForm(request.GET), "skip": skip,
        "until": skip + len(rows), "older": skip + PAGE if skip + PAGE < total else None,
        "newer": max(skip - PAGE, 0) if skip else None, "sources": SHORT, "kept": kept_query(request.GET),
        "is_filtered": wanted != Wanted(order=wanted.order),
        **places(request),
    }  # fmt: skip
    return render(request, "portal/review/queue.html", context)


def places(request: PortalRequest) -> dict[str, Any]:
    """What every page of the area shows: its own pages, with what waits, and what a strength is measured by."""
    return {"area": "review", "waiting": waiting(by=request.by), "thresholds": load_thresholds()}


def wanted_of(query: QueryDict) -> Wanted:
    """The filter and order that a query says; what it does not know means all."""
    word = LIKELY.get(query.get("likeness", ""))
    least, most = weights_of(word) if word else (None, None)
    order = query.get("order", "")
    return Wanted(
        source=query.get("source", ""),
        order=order if order in ORDERS else "likeliest",
        least=least,
        most=most,
        open_days=int(age) if (age := query.get("age", "")) in AGES else 0,
    )


def kept_query(query: QueryDict) -> str:
    """The part of a query that says the filter and order, to go on with after a decision."""
    kept = QueryDict(mutable=True)
    for name in ("source", "likeness", "age", "order"):
        if value := query.get(name):
            kept[name] = value
    return kept.urlencode()


def _values(side: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in side.items() if name != "uln"}


def _whole(text: str) -> int:
    return min(int(text), 100_000) if text.isdecimal() and len(text) < 7 else 0
