"""Our learners: the organisation's enrolments, filtered, counted, a page at a time, and to take away.

A surname or an identifier is asked for by POST and carried in hidden fields, so that neither stands in an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.service.readers.own_learners import Filter, Place, counts, export, own_learners
from rollbook.service.readers.without_number import count_without_number
from rollbook.web.portal.forms import Choices, DayField, PortalForm, TextField, Tick
from rollbook.web.portal.learners.exporting import OFFERED, as_file
from rollbook.web.portal.page import PortalRequest, page

HEADINGS = ("ULN", "Number enrolled under", "Given name", "Middle names", "Family name", "Date of birth", "Postcode",
            "Start", "End", "MIS identifier")  # fmt: skip


class FilterForm(PortalForm):
    """Which enrolments to show."""

    start_from = DayField(label=_("Started on or after"))
    start_to = DayField(label=_("Started on or before"))
    ended = Choices(
        label=_("Enrolment"), choices=[("", _("Any")), ("no", _("Not ended")), ("yes", _("Ended"))], initial=""
    )
    linked = Tick(label=_("Only numbers that were linked"))
    surname = TextField(label=_("Family name begins with"), width=20, max_length=35)
    mis_identifier = TextField(label=_("Identifier in your own system"), width=20, max_length=128)

    def wanted(self) -> Filter:
        """The filter as the register reads it; a date that is none is said so."""
        found = {}
        for name in ("start_from", "start_to"):
            typed = self.cleaned_data[name]
            found[name] = parse_iso(typed)
            if typed and found[name] is None:
                self.add_error(name, _("This is not a date. Give day, month and year in figures."))
        return Filter(
            **found, ended=self.cleaned_data["ended"], linked=self.cleaned_data["linked"],
            surname=self.cleaned_data["surname"], mis_identifier=self.cleaned_data["mis_identifier"],
        )  # fmt: skip


@page("learners", "list", guide="list-your-learners", purpose=True)
def learners(request: PortalRequest) -> HttpResponse:
    """A page of the list. A filter without personal details becomes an address that can be kept."""
    form, wanted = _asked(request)
    if request.method == "POST" and not form.errors and not wanted.is_personal:
        return redirect(f"{reverse('learners')}{_query(wanted)}")
    after = _place(request.POST.get("after") or request.GET.get("after", ""))
    listed = own_learners(wanted, after=after, by=request.by, purpose=request.purpose)
    context = {
        "area": "learners", "form": form, "wanted": wanted, "rows": listed.rows, "after": _text(listed.after),
        "is_first": after is None, "query": _query(wanted), "carried": _carried(form, wanted),
        "counts": counts(wanted, by=request.by) if after is None else None,
        "kinds": OFFERED, "waiting": count_without_number(by=request.by), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "portal/learners/list.html", context)


@page("learners_export", "list", guide="list-your-learners", purpose=True)
def take_away(request: PortalRequest, kind: str) -> HttpResponseBase:
    """Everything the filter finds, as a file; to whoever comes by the address alone, the list."""
    if request.method != "POST":
        return redirect("learners")
    _, wanted = _asked(request)
    found = export(wanted, by=request.by, purpose=request.purpose)
    return as_file(kind, f"learners-{timezone.localdate()}", HEADINGS, _lines(found))


def _lines(found: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in found:
        under = row["number"] if row["is_linked"] else ""
        yield [row["uln"], under, row["given_name"], row["middle_names"], row["family_name"], row["date_of_birth"],
               row["postcode"], row["start"], row["end"], row["mis_identifier"]]  # fmt: skip


def _asked(request: PortalRequest) -> tuple[FilterForm, Filter]:
    """The filter asked for; from an address only what may stand in one."""
    if request.method == "POST":
        form = FilterForm(request.POST)
    else:
        data = {name: value for name, value in request.GET.items() if name in ("ended", "linked")}
        for name in ("start_from", "start_to"):
            if day := parse_iso(request.GET.get(name, "")):
                data |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
        form = FilterForm(data)
    form.is_valid()
    form.cleaned_data = {"start_from": "", "start_to": "", "ended": "", "linked": False, "surname": "",
                         "mis_identifier": "", **form.cleaned_data}  # fmt: skip
    return form, form.wanted()


def _query(wanted: Filter) -> str:
    """The filter as an address holds it: nothing personal."""
    parts = {
        "start_from": wanted.start_from and wanted.start_from.isoformat(),
        "start_to": wanted.start_to and wanted.start_to.isoformat(),
        "ended": wanted.ended,
        "linked": "on" if wanted.linked else "",
    }
    kept = {name: value for name, value in parts.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _carried(form: FilterForm, wanted: Filter) -> list[tuple[str, str]]:
    """The filter as hidden fields, for paging and for the file."""
    found = [("ended", wanted.ended), ("surname", wanted.surname), ("mis_identifier", wanted.mis_identifier)]
    found += [("linked", "on")] if wanted.linked else []
    for name, day in (("start_from", wanted.start_from), ("start_to", wanted.start_to)):
        if day:
            found += [(f"{name}_day", str(day.day)), (f"{name}_month", str(day.month)), (f"{name}_year", str(day.year))]
    return [(name, value) for name, value in found if value]


def _text(after: Place | None) -> str:
    return f"{after[0].isoformat()}_{after[1]}" if after else ""


def _place(text: str) -> Place | None:
    day, _, number = text.partition("_")
    start: date | None = parse_iso(day)
    try:
        return (start, UUID(number)) if start else None
    except ValueError:
        return None
