"""The page that asks why learners are looked at, before the first look and whenever it changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import UserError
from rollbook.web.portal.forms import Choices, PortalForm, sent
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.purpose import allowed, state
from rollbook.web.portal.sentences import said


class PurposeForm(PortalForm):
    """One of the purposes of the organisation's agreement."""

    one_question = True
    purpose = Choices(label=_("Why do you look at learners now?"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(each.code, said(each.says)) for each in allowed(by)]  # type: ignore[attr-defined]

    def clean_purpose(self) -> str:
        code = str(self.cleaned_data["purpose"])
        if not code:
            self.add_error("purpose", _("Choose why you look. Learners can read it beside your name."))
        return code


@page("purpose", "", guide="state-a-purpose")
def choose(request: PortalRequest) -> HttpResponse:
    """Ask for the purpose and go on to where it was needed."""
    if not allowed(request.by):
        raise UserError(
            "Your organisation's agreement names no purpose for looking at learners.",
            fix="Ask the team that runs the register.",
        )
    form = PurposeForm(sent(request), by=request.by, initial={"purpose": request.purpose})
    if request.method == "POST" and form.is_valid():
        state(request, form.cleaned_data["purpose"], by=request.by)
        return redirect(_back(request))
    return render(request, "portal/purpose.html", {"form": form, "next": _back(request)})


def _back(request: PortalRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"
