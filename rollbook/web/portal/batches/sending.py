"""Send a file: chosen or dropped, for the purpose stated; sound, it becomes a batch, damaged, a proposal to mend it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.batches.sending import SentBatch
from rollbook.service.actions.batches.waiting import Waits, take_in
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.one_file import file_field, limits, taken
from rollbook.web.portal.page import PortalRequest, page

KINDS = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SendForm(PortalForm):
    """One file."""

    file = file_field(KINDS, _("An LRS batch file (2A), as CSV or as a spreadsheet (.xlsx). At most 50,000 learners."))


@page("send_batch", "batch", guide="send-a-batch", purpose=True)
def send(request: PortalRequest) -> HttpResponse:
    """Take in a file. The same file again leads to where it led before, so the page needs no key of its own."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST":
        became = taken(request, form, lambda file, name: take_in(file, name, by=request.by, purpose=request.purpose))
        if became is not None:
            return redirect(_address(request, became))
    context = {"form": form, "area": "batches", **limits(settings.BATCH_FILE_MAX_BYTES)}
    return render(request, "portal/batches/send.html", context, status=422 if form.errors else 200)


def _address(request: PortalRequest, became: SentBatch | Waits) -> str:
    if isinstance(became, Waits):
        return reverse("upload", args=[became.id])
    if not became.is_new:
        messages.info(request, gettext("This very file was sent before. Here is its batch; nothing was done twice."))
    return reverse("batch", args=[became.id])
