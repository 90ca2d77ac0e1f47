"""Numbers to take over or to chase: those that changed since a day, and those that are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.errors import UserError
from rollbook.service.actions.learners.taking_over import take_over
from rollbook.service.readers.changed_numbers import MOST, changed_numbers
from rollbook.service.readers.without_number import count_without_number, without_number
from rollbook.web.portal.forms import DayField, PortalForm, Tick
from rollbook.web.portal.learners.exporting import OFFERED, as_file
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

HEADINGS = ("MIS identifier", "Number until now", "Number from now on", "Why", "On", "Given name", "Family name")
SINCE = timedelta(days=365)
SHOWN = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SinceForm(PortalForm):
    """From which day on, and whether what was taken over is shown as well."""

    since = DayField(label=_("Changed on or after"))
    seen = Tick(label=_("Also what was taken over already"))


@page("changed_numbers", "list", guide="list-your-learners", purpose=True)
def changed(request: PortalRequest) -> HttpResponse:
    """The changed numbers, with a mark for those to take over."""
    since, seen = _since(request)
    rows = changed_numbers(since, seen=seen, most=SHOWN + 1, by=request.by, purpose=request.purpose)
    boxes = {"since_day": since.day, "since_month": since.month, "since_year": since.year}
    form = SinceForm({**boxes, "seen": "on" if seen else ""})
    context = {
        "area": "learners", "trail": _trail(), "form": form, "rows": rows[:SHOWN], "more": len(rows) > SHOWN,
        "since": since.isoformat(), "seen": seen, "kinds": OFFERED,
    }  # fmt: skip
    return render(request, "portal/learners/changed_numbers.html", context)


@page("take_over_numbers", "list", guide="list-your-learners", purpose=True)
def taken_over(request: PortalRequest) -> HttpResponse:
    """Mark changes as taken over into the organisation's own system."""
    if request.method != "POST":
        return redirect("changed_numbers")
    since, seen = _since(request)
    chosen = [_change(each) for each in request.POST.getlist("change")]
    back = f"{reverse('changed_numbers')}{_query(since, seen=seen)}"
    if not chosen:
        messages.error(request, gettext("No number is marked. Mark those you have taken over, and send again."))
        return redirect(back)

    def work() -> str:
        done = take_over(chosen, by=request.by, purpose=request.purpose)
        said = ngettext("%(n)d number is marked as taken over.", "%(n)d numbers are marked as taken over.", done)
        messages.success(request, said % {"n": done})
        return back

    return once(request, work, by=request.by)


@page("changed_numbers_export", "list", guide="list-your-learners", purpose=True)
def changed_export(request: PortalRequest, kind: str) -> HttpResponseBase:
    """The changed numbers as a file for one's own system."""
    if request.method != "POST":
        return redirect("changed_numbers")
    since, seen = _since(request)
    rows = changed_numbers(since, seen=seen, most=MOST, by=request.by, purpose=request.purpose)
    return as_file(kind, f"changed-numbers-{timezone.localdate()}", HEADINGS, _lines(rows))


def _lines(rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        why = "link undone" if row["undone"] else "linked"
        yield [row["mis_identifier"], row["number"], row["now"], why, row["at"].date(), row["given_name"],
               row["family_name"]]  # fmt: skip


@page("without_number", "list", guide="list-your-learners", purpose=True)
def waiting(request: PortalRequest) -> HttpResponse:
    """Rows of batches that came back without a number, each with the way to its decision."""
    which = request.GET.get("which", "")
    only = {"placeholder": True, "nothing": False}.get(which)
    left = which == "left"
    rows, after = without_number(
        on_placeholder=only, left=left, after=_place(request.GET.get("after", "")), by=request.by,
        purpose=request.purpose,
    )  # fmt: skip
    for row in rows:
        row["exception"] = f"{reverse('exceptions', args=[row['batch']])}?{urlencode({'row': row['number']})}"
    older = urlencode({**({"which": which} if which else {}), "after": _text(after)}) if after else ""
    context = {
        "area": "learners", "trail": _trail(), "rows": rows, "which": which, "is_left": left,
        "counts": count_without_number(by=request.by), "older": f"?{older}" if older else "",
        "newer": f"?{urlencode({'which': which})}" if request.GET.get("after") else "",
        "may_settle": request.by.may("settle"),
    }  # fmt: skip
    return render(request, "portal/learners/without_number.html", context)


def _trail() -> list[tuple[Any, str]]:
    return [(_("Our learners"), reverse("learners"))]


def _since(request: PortalRequest) -> tuple[date, bool]:
    """The day asked for, in three boxes or as one text; else a year ago."""
    sent = request.POST if request.method == "POST" else request.GET
    form = SinceForm(sent)
    form.is_valid()
    typed = form.cleaned_data.get("since") or sent.get("since", "")
    return parse_iso(typed) or timezone.localdate() - SINCE, sent.get("seen") == "on"


def _query(since: date, *, seen: bool) -> str:
    return f"?{urlencode({'since': since.isoformat(), **({'seen': 'on'} if seen else {})})}"


def _change(text: str) -> tuple[UUID, bool]:
    link, _, undone = text.partition("/")
    try:
        return UUID(link), undone == "undone"
    except ValueError as wrong:
        raise UserError("The page is not whole.", fix="Open the list again.") from wrong


def _text(after: tuple[datetime, UUID, int]) -> str:
    at, batch, number = after
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}_{batch}_{number}"


def _place(text: str) -> tuple[datetime, UUID, int] | None:
    at, _, rest = text.partition("_")
    batch, _, number = rest.partition("_")
    if not (at.isdecimal() and len(at) <= 17 and number.isdecimal() and len(number) <= 9):
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(at)), UUID(batch), int(number)
    except ValueError:
        return None
