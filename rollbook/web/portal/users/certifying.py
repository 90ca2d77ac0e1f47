"""A term's certification as a task list: each user and client, still needed for what, or ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.certification import certify
from rollbook.service.models import Certification, Organisation
from rollbook.service.readers import certification, organisations
from rollbook.service.readers.pieces import SIZE, number_of
from rollbook.web.portal.asking import asked
from rollbook.web.portal.forms import Choices, LongText, PortalForm, sent
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "certify-access"
NEEDED, ENDED = Certification.Decision.NEEDED, Certification.Decision.ENDED


class Answer(PortalForm):
    """What the owner says of one."""

    decision = Choices(
        label=_("Is this access still needed?"),
        choices=((NEEDED, _("Yes, it is needed")), (ENDED, _("No, end it now"))),
    )
    needed_for = LongText(
        label=_("What is it needed for, or why does it end?"),
        help_text=_("The work in a few words, such as “enrols the evening courses”. No personal details."),
    )

    def clean_decision(self) -> str:
        if not self.cleaned_data["decision"]:
            raise ValidationError(gettext("Say yes or no."))
        return str(self.cleaned_data["decision"])


@page("certification", "users", guide=GUIDE)
def tasks(request: PortalRequest) -> HttpResponse:
    """Everybody and everything the caller certifies this term; for an operator, every organisation's state too."""
    home, number = _organisation(request), number_of(request.GET.get("page", ""))
    all_of_them = request.by.may("govern") and home is None
    states = certification.states(number=number, by=request.by) if all_of_them else []
    context = {
        "area": "users", "home": home, "states": states, "before": number - 1,
        "after": number + 1 if states and number * SIZE < states[0].total else None,
        "term": certification.standing(organisation=home.pk if home else None, by=request.by),
    }  # fmt: skip
    return render(request, "portal/users/certification.html", context)


@page("certify", "users", guide=GUIDE)
def one(request: PortalRequest, subject: str) -> HttpResponse:
    """Say of one whether it is needed."""
    found = certification.subject(subject, by=request.by)
    said = found.certification
    now = {"decision": said.decision, "needed_for": said.needed_for} if said else {}
    form = Answer(sent(request), initial=now)
    back = reverse("certification")
    if request.by.may("govern") and found.who.organisation_id:
        back += f"?organisation={found.who.organisation_id}"

    def work() -> str:
        given = form.cleaned_data
        certify(found.id, is_needed=given["decision"] == NEEDED, why=given["needed_for"], by=request.by)
        messages.success(request, gettext("Kept. What is left stands below."))
        return back

    trail = [(gettext("Users"), reverse("users")), (gettext("Certification"), back)]
    return asked(
        request, form, work, template="portal/users/certify.html", area="users", found=found, trail=trail,
        title=found.who.name,
    )  # fmt: skip


def _organisation(request: PortalRequest) -> Organisation | None:
    try:
        named = UUID(request.GET.get("organisation", ""))
    except ValueError:
        return None
    return organisations.one(named, by=request.by) if request.by.may("govern") else None
