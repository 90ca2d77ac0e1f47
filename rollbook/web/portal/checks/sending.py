"""Check a file: chosen or dropped, for the purpose stated; and the checks that are still kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.checks.sending import take_in
from rollbook.service.readers.checks import checks as kept_checks
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.one_file import file_field, limits, taken
from rollbook.web.portal.page import PortalRequest, page

KINDS = ".xml,.csv,.txt,.zip,text/xml,application/xml,text/csv,application/zip"


class CheckForm(PortalForm):
    """One file."""

    file = file_field(
        KINDS,
        _(
            "An ILR, a Common Transfer File, a School Census return or an LRS batch file, zipped or not."
            " Its kind is seen from what it holds."
        ),
    )


@page("checks", "check", guide="check-a-file", purpose=True)
def checks(request: PortalRequest) -> HttpResponse:
    """Take in a file, and list what is kept."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    if request.method == "POST":
        check = taken(request, form, lambda file, name: take_in(file, name, by=request.by, purpose=request.purpose))
        if check is not None:
            return redirect("file_check", check)
    kept = kept_checks(by=request.by)
    context: dict[str, Any] = {"form": form, "area": "checks", "checks": kept, **limits(settings.CHECK_FILE_MAX_BYTES)}
    return render(request, "portal/checks/checks.html", context, status=422 if form.errors else 200)
