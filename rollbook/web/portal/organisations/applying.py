"""The open form by which an organisation asks to take part. Its answer is the same whoever is there already."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.organisations.approval import kinds, most_text
from rollbook.service.actions.applications import Contact, apply_openly
from rollbook.service.actions.organisations import Application
from rollbook.web.portal.asking import offer, said_choices
from rollbook.web.portal.forms import Choices, LongText, NumberText, PortalForm, TextField, sent
from rollbook.web.portal.page import open_page

GUIDE = "bring-an-organisation-in"


class Apply(PortalForm):
    """What an organisation says of itself, and who speaks for it."""

    ukprn = NumberText(
        label=_("UKPRN"), width=10, help_text=_("Eight digits, from the register of learning providers.")
    )
    name = TextField(label=_("Name of the organisation"), autocomplete="organization")
    kind = Choices(label=_("What kind of organisation is it?"))
    company_number = TextField(label=_("Company or charity number, if it has one"), width=10)
    laestab = TextField(label=_("LAESTAB, if it is a school"), width=10)
    urn = NumberText(label=_("URN, if it is a school"), width=10)
    teaches = LongText(
        label=_("What do you teach, and to how many learners?"), max_length=most_text(),
        help_text=_("We check this before anybody gets access."),
    )  # fmt: skip
    signatory = TextField(
        label=_("Who will sign the agreement?"),
        help_text=_("A director, secretary, head or officer: name and office."),
    )
    contact_name = TextField(label=_("Your name"), autocomplete="name")
    contact_job = TextField(label=_("What do you do there?"), autocomplete="organization-title")
    contact_email = TextField(
        label=_("Your e-mail address at work"), autocomplete="email",
        help_text=_("A mailbox of your own, not one such as office@ or info@."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", said_choices(kinds().items()))


@open_page("apply", guide=GUIDE)
def apply(request: HttpRequest) -> HttpResponse:
    """The form; sent, the same page of thanks for everybody."""
    form = Apply(sent(request))
    if request.method == "POST":
        form.full_clean()
        if not form.errors and _taken(request, form):
            return redirect("applied")
    context = {"form": form}
    return render(request, "portal/organisations/apply.html", context, status=422 if form.errors else 200)


@open_page("applied", guide=GUIDE)
def applied(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "portal/organisations/applied.html")


def _taken(request: HttpRequest, form: Apply) -> bool:
    given = {name: str(value) for name, value in form.cleaned_data.items()}
    asked = Application(
        given["ukprn"], given["name"], given["kind"], given["urn"], given["laestab"], given["company_number"]
    )
    contact = Contact(
        given["contact_name"], given["contact_email"], given["contact_job"], given["signatory"], given["teaches"]
    )
    try:
        apply_openly(asked, contact, address=request.META.get("REMOTE_ADDR", ""))
    except InvalidInput as wrong:
        form.take(wrong.findings)
        return False
    return True
