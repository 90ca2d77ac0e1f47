"""Open one record in an emergency, read it while it is open, close it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations.access import load_access
from rollbook.service.actions import emergencies
from rollbook.service.models import Emergency
from rollbook.service.readers import emergencies as reader
from rollbook.web.portal.asking import offer, said_choices
from rollbook.web.portal.forms import Choices, DayField, LongText, NumberText, PortalForm, TextField, sent
from rollbook.web.portal.learners.values import ABOUT, ADDRESS, NAMES, in_words, title_of
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "open-a-record-in-an-emergency"
SHOWN = (*NAMES, "preferred_given_name", *ABOUT, *(name for name in ADDRESS if name != "former_postcodes"))


class Open(PortalForm):
    """Who is meant, and why it cannot wait."""

    kind = Choices(label=_("What kind of emergency is it?"))
    reason = LongText(
        label=_("What has happened?"), max_length=1000,
        help_text=_("In a sentence: who asks, and why it cannot wait. A reviewer reads it, and the learner may."),
    )  # fmt: skip
    uln = NumberText(label=_("The learner’s ULN"), width=10)
    given_name = TextField(label=_("Given name"))
    family_name = TextField(label=_("Family name"))
    date_of_birth = DayField(label=_("Date of birth"), help_text=_("Needed only if a name is not spelt exactly."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", said_choices(load_access().emergency.kind.items()))


@page("emergencies", "emergency", guide=GUIDE)
def opening(request: PortalRequest) -> HttpResponse:
    """The form, with what it means to send it, and one's own emergencies so far.

    Sent twice it is one emergency by itself; what keeps other forms from being sent twice would take back the row in
    the log of a try that failed.
    """
    form = Open(sent(request))
    if request.method == "POST":
        form.full_clean()
        if not form.errors and (made := _opened(request, form)) is not None:
            return redirect("emergency", emergency_id=made.pk)
    policy = load_access().emergency
    context = {
        "area": "emergencies", "form": form, "own": reader.own(by=request.by)[:20], "minutes": policy.minutes,
        "days": policy.judged_days,
    }  # fmt: skip
    return render(request, "portal/emergencies/open.html", context, status=422 if form.errors else 200)


def _opened(request: PortalRequest, form: Open) -> Emergency | None:
    given = dict(form.cleaned_data)
    kind, reason = given.pop("kind"), given.pop("reason")
    try:
        return emergencies.open_record(given, kind=kind, reason=reason, by=request.by)
    except InvalidInput as wrong:
        form.take(wrong.findings)
    except NotFound as unproven:
        # Beside the field, with the answers kept: in an emergency nobody types twice.
        form.take([Finding("not_proven", "uln", unproven.message, unproven.fix)])
    return None


@page("emergency", "emergency", guide=GUIDE)
def record(request: PortalRequest, emergency_id: UUID) -> HttpResponse:
    """The record while it is open; afterwards what became of it."""
    found = reader.own_one(emergency_id, by=request.by)
    shown = emergencies.read(emergency_id, by=request.by) if found.is_open else None
    context = {"area": "emergencies", "found": found, "record": shown, "facts": _facts(shown) if shown else []}
    return render(request, "portal/emergencies/record.html", context)


@page("close_emergency", "emergency", guide=GUIDE)
@require_POST
def close(request: PortalRequest, emergency_id: UUID) -> HttpResponse:
    """Close one's own open record."""

    def work() -> str:
        emergencies.close(emergency_id, by=request.by)
        messages.success(request, gettext("The record is closed."))
        return reverse("emergency", args=[emergency_id])

    return once(request, work, by=request.by)


def _facts(shown: dict[str, Any]) -> list[tuple[str, str]]:
    return [(title_of(name), in_words(name, shown[name])) for name in SHOWN if shown.get(name)]
