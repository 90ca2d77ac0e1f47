"""Check a file: chosen or dropped, for the purpose stated; and the checks that are still kept."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import Unreadable
from rollbook.base.findings import Finding
from rollbook.service.actions.checks.sending import take_in
from rollbook.service.readers.checks import checks as kept_checks
from rollbook.service.sealed_checks import PIECE
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.page import PortalRequest, page

KINDS = ".xml,.csv,.txt,.zip,text/xml,application/xml,text/csv,application/zip"


class CheckForm(PortalForm):
    """One file."""

    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": KINDS, "class": "input"}),
        help_text=_(
            "An ILR, a Common Transfer File, a School Census return or an LRS batch file, zipped or not."
            " Its kind is seen from what it holds."
        ),
    )


@page("checks", "check", guide="check-a-file", purpose=True)
def checks(request: PortalRequest) -> HttpResponse:
    """Take in a file, and list what is kept."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    if request.method == "POST":
        taken = _taken(request, form)
        if taken is not None:
            return redirect("file_check", taken)
    kept = kept_checks(by=request.by)
    context = {"form": form, "area": "checks", "checks": kept, **limits(settings.CHECK_FILE_MAX_BYTES)}
    return render(request, "portal/checks/checks.html", context, status=422 if form.errors else 200)


def limits(most: int) -> dict[str, Any]:
    """How large a file may be, for the page and for its script."""
    return {"most_bytes": most, "most_megabytes": most // PIECE}


def _taken(request: PortalRequest, form: CheckForm) -> Any:
    """The check's id; None where the form now says what is wrong with the file."""
    form.full_clean()
    sent = request.FILES.get("file")
    if sent is None:
        form.take([file_missing()])
        return None
    try:
        return take_in(cast("BinaryIO", sent.file), sent.name or "", by=request.by, purpose=request.purpose)
    except Unreadable as refused:
        form.take([Finding("unreadable", "file", refused.message, refused.fix)])
    return None


def file_missing() -> Finding:
    """What a form says that came without a file."""
    return Finding("file_missing", "file", "No file was chosen.", "Choose the file, or drop it on the page.")
