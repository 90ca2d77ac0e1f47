"""What decides a search, where it comes from, what another threshold would have done; changed and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.service.actions.thresholds import change_threshold, undo_threshold
from rollbook.service.readers.thresholds import today, what_if
from rollbook.web.portal.forms import LongText, PortalForm, TextField
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.queue import places
from rollbook.web.portal.review.words import STATES

GUIDE = "review-a-sample"
PARTS = {
    "word": _("one name, as it sounds"), "birth": _("date of birth"), "pair": _("both names, as they sound"),
    "year": _("year of birth"), "day_and_month": _("day and month of birth"), "district": _("postcode district"),
    "postcode": _("postcode"), "initials": _("first letters of both names"), "email": _("e-mail address"),
    "identifier": _("other identifier"),
}  # fmt: skip
OUTCOMES = {
    "none": _("no match"), "possible": _("possible matches"), "too_many": _("too many"), "exact": _("exact match"),
    "linked": _("exact match, linked"),
}  # fmt: skip
VERDICTS = {"same": _("same person"), "different": _("different people"), "cannot_tell": _("cannot tell")}


class TryForm(PortalForm):
    """A threshold to try."""

    possible = TextField(
        label=_("Show learners from this strength on (bits)"), width=10,
        help_text=_("Lower shows more people to whoever searches; higher hides more."),
    )  # fmt: skip


class ChangeForm(PortalForm):
    """Why the threshold is changed."""

    reason = LongText(label=_("Why do you change it?"), rows=2)


@page("threshold", "review", guide=GUIDE, purpose=True)
def threshold(request: PortalRequest) -> HttpResponse:
    """Today's threshold, keys and model; with a threshold in the query, what that one would have done."""
    if request.method == "POST":
        return _changed(request)
    tried: dict[str, Any] | None = None
    form = TryForm(request.GET) if request.GET.get("possible") else TryForm()
    if request.GET.get("possible"):
        try:
            tried = what_if(_number(request.GET["possible"]), by=request.by, purpose=request.purpose)
        except InvalidInput as refused:
            form.take(refused.findings)
    return _shown(request, form, tried, ChangeForm())


@page("undo_threshold", "tune", guide=GUIDE, purpose=True)
def undo(request: PortalRequest, change_id: int) -> HttpResponse:
    """Take the latest change back."""
    if request.method != "POST":
        return redirect("threshold")

    def work() -> str:
        undo_threshold(change_id, reason=request.POST.get("reason", ""), by=request.by, purpose=request.purpose)
        messages.success(request, gettext("Taken back. It counts everywhere within a minute."))
        return reverse("threshold")

    try:
        return once(request, work, by=request.by)
    except InvalidInput as refused:
        form = ChangeForm(request.POST, auto_id="undo_%s")
        form.take(refused.findings)
        return _shown(request, TryForm(), None, ChangeForm(), undoing=form)


def _changed(request: PortalRequest) -> HttpResponse:
    request.by.require("tune")
    text, reason = request.POST.get("possible", ""), request.POST.get("reason", "")

    def work() -> str:
        change_threshold(_number(text), reason=reason, by=request.by, purpose=request.purpose)
        messages.success(request, gettext("Changed. It counts everywhere within a minute, and can be taken back here."))
        return reverse("threshold")

    try:
        return once(request, work, by=request.by)
    except InvalidInput as refused:
        trying, changing = TryForm({"possible": text}), ChangeForm(request.POST)
        changing.take([each for each in refused.findings if each.field != "possible"])
        trying.take([each for each in refused.findings if each.field == "possible"])
        tried = None if trying.errors else what_if(_number(text), by=request.by, purpose=request.purpose)
        return _shown(request, trying, tried, changing)


def _shown(
    request: PortalRequest, trying: TryForm, tried: dict[str, Any] | None, changing: ChangeForm,
    *, undoing: ChangeForm | None = None,
) -> HttpResponse:  # fmt: skip
    now = today(by=request.by)
    context = {
        "now": now, "trying": trying, "tried": tried, "changing": changing, "verdicts": VERDICTS, "states": STATES,
        "outcomes": OUTCOMES, "undoing": undoing or ChangeForm(auto_id="undo_%s"),
        "form": next((each for each in (trying, changing, undoing) if each and each.is_bound and each.errors), None),
        "keys": [(PARTS[one], PARTS[other] if other != one else "", locks) for one, other, locks in now["keys"]],
        **places(request),
    }  # fmt: skip
    return render(request, "portal/review/threshold.html", context)


def _number(text: str) -> float:
    """A number as people type it: a minus sign of any kind, a comma for the point."""
    plain = text.strip().replace("−", "-").replace("–", "-").replace(",", ".")
    try:
        return float(plain[:12])
    except ValueError:
        says = "This is not a number."
        raise InvalidInput([Finding("threshold_unfit", "possible", says, "Type a number such as -7.4.")]) from None
