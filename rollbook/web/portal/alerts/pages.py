"""Alerts: the list, one with its figures and searches, the organisation's answer, the register team's decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.service.actions.watching import deciding
from rollbook.service.readers import alerts as reader
from rollbook.web.portal.alerts.chart import chart
from rollbook.web.portal.forms import LongText, PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "watch-access"
DECISIONS = {"lift": deciding.lift, "keep": deciding.keep, "suspend": deciding.suspend}
DONE = {
    "lift": _("Lifted. Its effect has ended, and what was searched before is not held against anybody."),
    "keep": _("Kept. The effect holds; nothing more is said unless more is seen."),
    "suspend": _("Suspended from the next request on."),
}


class Answer(PortalForm):
    """What the searches were for."""

    answer = LongText(
        label=_("What were these searches for?"),
        rows=5, max_length=2000,
        help_text=_("The register’s team reads it before it decides. No personal details of learners."),
    )  # fmt: skip


class Decision(PortalForm):
    """Why the alert is decided as it is."""

    reason = LongText(label=_("Why?"), help_text=_("It stays on record, and the organisation reads it."))


@page("alerts", "alerts", guide=GUIDE)
def alerts(request: PortalRequest) -> HttpResponse:
    """The alerts one may see: those that stand, or those that ended."""
    which = request.GET.get("which", "standing")
    which = which if which in ("standing", "ended", "all") else "standing"
    number = request.GET.get("page", "1")
    found = reader.listed(which=which, number=int(number) if number.isdecimal() else 1, by=request.by)
    return render(request, "portal/alerts/alerts.html", {"found": found, "which": which, "area": "alerts"})


@page("alert", "alerts", guide=GUIDE)
def alert(request: PortalRequest, alert_id: UUID) -> HttpResponse:
    """One alert: what was seen in figures, the searches, what was said and decided."""
    return _alert(request, alert_id)


@page("answer_alert", "alerts", guide=GUIDE)
def answer(request: PortalRequest, alert_id: UUID) -> HttpResponse:
    """The organisation's answer."""
    if request.method != "POST":
        return redirect("alert", alert_id)
    form = Answer(request.POST)
    form.full_clean()

    def work() -> str:
        deciding.answer(alert_id, form.cleaned_data.get("answer", ""), by=request.by)
        messages.success(request, __("Your answer stands beside the alert. The register’s team reads it."))
        return reverse("alert", args=[alert_id])

    try:
        return once(request, work, by=request.by)
    except InvalidInput as wrong:
        form.take(wrong.findings)
        return _alert(request, alert_id, form=form, answering=form)


@page("decide_alert", "decide_alerts", guide=GUIDE)
def decide(request: PortalRequest, alert_id: UUID) -> HttpResponse:
    """Lift it, keep it as it is, or suspend what it is about."""
    decision = request.POST.get("decision", "")
    if request.method != "POST" or decision not in DECISIONS:
        return redirect("alert", alert_id)
    form = Decision(request.POST)
    form.full_clean()

    def work() -> str:
        DECISIONS[decision](alert_id, reason=form.cleaned_data.get("reason", ""), by=request.by)
        messages.success(request, str(DONE[decision]))
        return reverse("alert", args=[alert_id])

    try:
        return once(request, work, by=request.by)
    except InvalidInput as wrong:
        form.take(wrong.findings)
        return _alert(request, alert_id, form=form, deciding_=form)


def _alert(request: PortalRequest, alert_id: UUID, **forms: Any) -> HttpResponse:
    found = reader.opened(alert_id, by=request.by)
    context = {
        "found": found,
        "alert": found.alert,
        "chart": chart(found.bars),
        "answering": Answer({"answer": found.alert.answer}) if found.alert.answer else Answer(),
        "deciding_": Decision(),
        "area": "alerts",
    }
    return render(request, "portal/alerts/alert.html", {**context, **forms})
