"""Remove a record that was made by mistake: its details go, its number stays used, the history stays with the team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.service.actions.learners.delete import delete
from rollbook.service.readers.learner_page import learner_page
from rollbook.web.portal.forms import LongText, PortalForm, Tick, sent
from rollbook.web.portal.learners.address import as_nobody, trail, uln_of
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page


class RemoveForm(PortalForm):
    """Why, and that it is meant."""

    reason = LongText(label=_("How did the mistake come about?"), help_text=_("No names, no addresses."))
    meant = Tick(label=_("Remove the record for good: it cannot be brought back"))


@page("learner_remove", "delete", guide="change-details", purpose=True)
def remove(request: PortalRequest, address: str) -> HttpResponse:
    """Ask once more, then remove."""
    uln = uln_of(address, by=request.by)
    form = RemoveForm(sent(request))

    def work() -> str:
        if not form.cleaned_data["meant"]:
            raise InvalidInput([Finding("not_meant", "meant", "Nothing is removed.", "Tick the box if you mean it.")])
        delete(uln, reason=form.cleaned_data["reason"], by=request.by, purpose=request.purpose)
        messages.success(request, gettext("The record is removed. Its number stays used."))
        return reverse("learner_by_number")

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    with as_nobody():
        found = learner_page(uln, by=request.by, purpose=request.purpose)
    context = {"area": "review", "trail": trail(by=request.by, uln=found.uln), "form": form, "found": found}
    return render(request, "portal/learners/remove.html", context)
