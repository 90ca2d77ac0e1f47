"""A learner's history: the record as it stood on a day, what differs from now, and who changed what, when and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.dates import parse_iso
from rollbook.base.errors import NotFound
from rollbook.service.readers.learner_history import History, on_day
from rollbook.service.readers.learner_history import history as read_history
from rollbook.web.portal.forms import DayField, PortalForm
from rollbook.web.portal.learners import values
from rollbook.web.portal.learners.address import as_nobody, trail, uln_of
from rollbook.web.portal.page import PortalRequest, page

KINDS = {
    "update": _("Changed"),
    "correction": _("Corrected as a mistake"),
    "link": _("Linked to another number"),
    "unlink": _("Link undone"),
    "restore": _("Given back when a link was undone"),
    "return": _("Taken along when a link was undone"),
    "correct_back": _("Correction taken along when a link was undone"),
    "settle": _("Settled by the register’s team"),
    "delete": _("Removed"),
}


class DayForm(PortalForm):
    """A day of the history."""

    on = DayField(label=_("Show the record as it stood at the end of this day"))


@page("learner_history", "read", guide="read-a-learner", purpose=True)
def history(request: PortalRequest, address: str) -> HttpResponse:
    """Every change, and with `on` the record as it stood on a day."""
    uln = uln_of(address, by=request.by)
    with as_nobody():
        found = read_history(uln, by=request.by, purpose=request.purpose)
    form, stood = _on(request, found)
    context = {
        "area": "learners", "trail": trail(by=request.by, uln=found.uln), "found": found, "form": form, "stood": stood,
        "changes": [_shown(each, found) for each in found.changes],
    }  # fmt: skip
    return render(request, "portal/learners/history.html", context)


def _on(request: PortalRequest, found: History) -> tuple[DayForm, dict[str, Any] | None]:
    if not any(name in request.GET for name in ("on", "on_day")):
        return DayForm(initial={"on": timezone.localdate().isoformat()}), None
    data = request.GET.copy()
    if chosen := parse_iso(request.GET.get("on", "")):
        data.update({"on_day": str(chosen.day), "on_month": str(chosen.month), "on_year": str(chosen.year)})
    form = DayForm(data)
    form.is_valid()
    day = parse_iso(form.cleaned_data["on"])
    if day is None or day > timezone.localdate():
        form.add_error("on", gettext("This is not a date up to today. Give day, month and year in figures."))
        return form, None
    try:
        stood = on_day(found.uln, day, by=request.by, purpose=request.purpose)
    except NotFound as none:
        form.add_error("on", f"{gettext(none.message)} {gettext(none.fix)}")
        return form, None
    return form, {"day": day, "rows": _compared(stood, found.now)}


def _compared(stood: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """Each detail then and now; `differs` where it is another now."""
    rows = []
    for name in values.ALL:
        then, since = values.in_words(name, stood.get(name)), values.in_words(name, now.get(name))
        if then or since:
            rows.append({"title": values.title_of(name), "then": then, "now": since, "differs": then != since})
    return rows


def _shown(each: dict[str, Any], found: History) -> dict[str, Any]:
    return {
        **each,
        "says": KINDS.get(each["kind"], each["kind"]),
        "changed": values.changes(each["changed"]),
        "is_other_number": each["uln"] != found.uln,
        "day": each["at"].date(),
    }
