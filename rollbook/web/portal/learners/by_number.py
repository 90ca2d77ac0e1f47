"""The register's team opens a record by its number and names, for the upkeep of the register."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.register.outcomes import ExactMatch, LinkedMatch
from rollbook.service.actions.learners.find import find_by_number
from rollbook.web.portal.forms import NumberText, PortalForm, TextField, sent
from rollbook.web.portal.learners.address import record_address
from rollbook.web.portal.page import PortalRequest, page


class NumberForm(PortalForm):
    """A number and the names that belong to it."""

    uln = NumberText(label=_("ULN"))
    given_name = TextField(label=_("Given name"))
    family_name = TextField(label=_("Family name"))


@page("learner_by_number", "review", guide="read-a-learner", purpose=True)
def by_number(request: PortalRequest) -> HttpResponse:
    """Number and names together lead to the record; names that are only near do not."""
    form = NumberForm(sent(request))
    if request.method == "POST" and form.is_valid():
        found = find_by_number(**form.cleaned_data, by=request.by, purpose=request.purpose)
        if isinstance(found.outcome, (ExactMatch, LinkedMatch)):
            return redirect(record_address(found.outcome.uln))
        form.take(found.findings)
        if not found.findings:
            form.add_error(None, gettext("This number and these names do not belong together. Check both."))
    context = {"area": "review", "trail": [], "form": form, "title": _("Open a record by its number"),
               "button": _("Open the record")}  # fmt: skip
    return render(request, "portal/learners/form.html", context)
