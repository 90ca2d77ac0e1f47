"""Emergencies looked at by others: a super user and an operator at once, a reviewer to judge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rollbook.organisations.access import load_access
from rollbook.service.actions import emergencies
from rollbook.service.readers import emergencies as reader
from rollbook.web.portal.asking import asked, offer, said_choices
from rollbook.web.portal.forms import Choices, LongText, PortalForm, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "open-a-record-in-an-emergency"


class Judge(PortalForm):
    """Whether it was an emergency, and what follows where it was not."""

    verdict = Choices(
        label=_("Was it an emergency?"),
        choices=(("accepted", _("Yes")), ("not_accepted", _("No"))),
    )
    consequence = Choices(label=_("If not, what follows?"))
    said = LongText(
        label=_("Why do you judge so?"), max_length=1000, help_text=_("The user and their super user read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "consequence", said_choices(load_access().emergency.consequence.items()))

    def clean_verdict(self) -> str:
        if not self.cleaned_data["verdict"]:
            raise ValidationError(gettext("Say yes or no."))
        return str(self.cleaned_data["verdict"])


@page("emergencies_of_users", "users", guide=GUIDE)
def of_users(request: PortalRequest) -> HttpResponse:
    """The emergencies of one's own users, or of everybody for an operator."""
    context = {"area": "users", "found": reader.of_users(by=request.by)}
    return render(request, "portal/emergencies/of_users.html", context)


@page("cut_emergency", "users", guide=GUIDE)
@require_POST
def cut(request: PortalRequest, emergency_id: UUID) -> HttpResponse:
    """Close a record that one of one's users has open."""

    def work() -> str:
        emergencies.cut_short(emergency_id, by=request.by)
        messages.success(request, gettext("The record is closed."))
        return reverse("emergencies_of_users")

    return once(request, work, by=request.by)


@page("emergencies_to_judge", "judge", guide=GUIDE)
def to_judge(request: PortalRequest) -> HttpResponse:
    """What waits for a judgement, and the latest judged ones."""
    context = {"area": "emergencies_to_judge", "found": reader.to_judge(by=request.by)}
    return render(request, "portal/emergencies/to_judge.html", context)


@page("judge_emergency", "judge", guide=GUIDE)
def judge(request: PortalRequest, emergency_id: UUID) -> HttpResponse:
    """One emergency, and the judgement."""
    found, form = reader.one_to_judge(emergency_id, by=request.by), Judge(sent(request))

    def work() -> str:
        given, accepted = form.cleaned_data, form.cleaned_data["verdict"] == "accepted"
        # A radio button cannot be taken back: what was chosen before the Yes does not follow.
        emergencies.judge(
            emergency_id, is_accepted=accepted, said=given["said"],
            consequence="" if accepted else given["consequence"], by=request.by,
        )  # fmt: skip
        messages.success(request, gettext("The judgement is kept."))
        return reverse("emergencies_to_judge")

    return asked(
        request, form, work, template="portal/emergencies/judge.html", area="emergencies_to_judge", found=found,
        trail=[(gettext("Emergencies"), reverse("emergencies_to_judge"))],
    )  # fmt: skip
