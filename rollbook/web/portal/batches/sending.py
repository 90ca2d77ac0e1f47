"""Send a file: chosen or dropped, for the purpose stated; sound, it becomes a batch, damaged, a proposal to mend it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput, Unreadable
from rollbook.base.findings import Finding
from rollbook.service.actions.batches.keeping import PIECE
from rollbook.service.actions.batches.sending import SentBatch
from rollbook.service.actions.batches.waiting import Waits, take_in
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.page import PortalRequest, page

KINDS = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SendForm(PortalForm):
    """One file."""

    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": KINDS, "class": "input"}),
        help_text=_("An LRS batch file (2A), as CSV or as a spreadsheet (.xlsx). At most 50,000 learners."),
    )


@page("send_batch", "batch", guide="send-a-batch", purpose=True)
def send(request: PortalRequest) -> HttpResponse:
    """Take in a file. The same file again leads to where it led before, so the page needs no key of its own."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST":
        taken = _taken(request, form)
        if taken is not None:
            return redirect(_address(request, taken))
    return render(request, "portal/batches/send.html", _context(form), status=422 if form.errors else 200)


def _taken(request: PortalRequest, form: SendForm) -> SentBatch | Waits | None:
    """What became of the file; None where the form now says what is wrong with it."""
    form.full_clean()
    sent = request.FILES.get("file")
    if sent is None:
        form.take([Finding("file_missing", "file", "No file was chosen.", "Choose the file, or drop it on the page.")])
        return None
    try:
        file = cast("BinaryIO", sent.file)
        return take_in(file, sent.name or "", by=request.by, purpose=request.purpose)
    except Unreadable as refused:
        form.take([Finding("unreadable", "file", refused.message, refused.fix)])
    except InvalidInput as refused:
        form.take([Finding(each.rule, "file", each.says, each.fix) for each in refused.findings[:10]])
    return None


def _address(request: PortalRequest, taken: SentBatch | Waits) -> str:
    if isinstance(taken, Waits):
        return reverse("upload", args=[taken.id])
    if not taken.is_new:
        messages.info(request, gettext("This very file was sent before. Here is its batch; nothing was done twice."))
    return reverse("batch", args=[taken.id])


def _context(form: SendForm) -> dict[str, Any]:
    most = settings.BATCH_FILE_MAX_BYTES
    return {"form": form, "area": "batches", "most_bytes": most, "most_megabytes": most // PIECE}
