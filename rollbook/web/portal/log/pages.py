"""The access log: narrowed by a form, about one learner, one line in words, taken away as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rollbook.service.readers import access_log
from rollbook.service.readers.access_log import Only, Place
from rollbook.service.readers.integrity import last_seal
from rollbook.web.portal.log.filters import DOORS, AboutALearner, Narrowed
from rollbook.web.portal.page import PortalRequest, page

SHOWN = 50
GUIDE = "read-the-access-log"
KEPT = {
    "area": _("postcode area asked for"), "born": _("year of birth asked for"),
    "block": _("number asked for, without its last two digits"), "place": _("a mark for the session"),
    "rows": _("lines"), "outcome": _("how its search ended"), "rules": _("rules that spoke"),
}  # fmt: skip
COLUMNS = ("at", "actor", "role", "channel", "purpose", "action", "outcome", "ulns", "reference")


@page("log", "log", guide=GUIDE, purpose=True)
def log(request: PortalRequest) -> HttpResponse:
    """The log as the form in the address narrows it, newest first."""
    form = Narrowed(request.GET, by=request.by)
    shown = _shown(request, form.only(), _place(request.GET.get("before", "")))
    return render(request, "portal/log/log.html", {**shown, "form": form, "about": AboutALearner(), "area": "log"})


@page("log_about", "log", guide=GUIDE, purpose=True)
def about(request: PortalRequest) -> HttpResponse:
    """The lines about one learner, whose number comes in a form."""
    if request.method != "POST":
        return redirect("log")
    form = AboutALearner(request.POST)
    number = form.number()
    context: dict[str, Any] = {"form": form, "about": form, "area": "log", "narrowed": Narrowed(by=request.by)}
    if number is not None:
        context |= _shown(request, Only(uln=number), _place(request.POST.get("before", ""))) | {"uln": number}
    return render(request, "portal/log/about.html", context)


@page("log_line", "log", guide=GUIDE, purpose=True)
def line(request: PortalRequest, reference: UUID) -> HttpResponse:
    """One line, opened in words."""
    (shown,) = access_log.in_words([access_log.entry(reference, by=request.by, purpose=request.purpose)], by=request.by)
    facts = [(KEPT.get(name, name), value) for name, value in shown["details"].items()]
    context = {"line": shown, "facts": facts, "door": dict(DOORS).get(shown["channel"], shown["channel"])}
    return render(request, "portal/log/line.html", {**context, "area": "log"})


@page("log_download", "log", guide=GUIDE, purpose=True)
def download(request: PortalRequest) -> HttpResponse:
    """What the form shows, as a file for a spreadsheet."""
    if request.method == "POST":
        number = AboutALearner(request.POST).number()
        only = Only() if number is None else Only(uln=number)
    else:
        only = Narrowed(request.GET, by=request.by).only()
    lines = access_log.download(only, by=request.by, purpose=request.purpose)
    name = f"access-log-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    streamed = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)
    return cast("HttpResponse", streamed)


def _shown(request: PortalRequest, only: Only, before: Place | None) -> dict[str, Any]:
    found = access_log.entries(before=before, most=SHOWN + 1, only=only, by=request.by, purpose=request.purpose)
    kept = found[:SHOWN]
    older = _text(kept[-1][0]) if len(found) > SHOWN else ""
    return {
        "lines": access_log.in_words([each for _place_, each in kept], by=request.by),
        "older": older,
        "is_later": before is not None,
        "is_narrowed": only != Only(),
        "seal": last_seal(by=request.by),
    }


def _text(place: Place) -> str:
    return f"{place[0].isoformat()}_{place[1]}"


def _place(text: str) -> Place | None:
    """The place in the list that an address names; the beginning for one that is none."""
    at, _bar, number = text.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo is not None else None
    except ValueError:
        return None


def _csv(lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in lines:
        writer.writerow([_cell(each[name]) for name in COLUMNS])
        if out.tell() > 32_768:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else value.isoformat() if isinstance(value, datetime) else value
    # A spreadsheet runs what begins like a formula.
    return f"'{text}" if str(text)[:1] in ("=", "+", "-", "@") else str(text)
