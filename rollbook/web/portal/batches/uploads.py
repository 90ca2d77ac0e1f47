"""A damaged file and the doctor's proposal, side by side: accepted, whole or in part, taken away, or discarded."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.organisations import purposes
from rollbook.service.actions.batches import waiting
from rollbook.service.readers.uploads import proposal
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.sentences import said

LEAVE = "leave"
CHOICE, CHANGE = "choice:", "change:"


@page("upload", "batch", guide="mend-a-file")
def upload(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """What the doctor proposes."""
    return _shown(request, upload_id)


@page("accept_upload", "batch", guide="mend-a-file")
def accept(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """Send the mended file."""
    if request.method != "POST":
        return redirect("upload", upload_id)
    told = proposal(upload_id, by=request.by)
    choices, leave = _decided(request, told)

    def work() -> str:
        sent = waiting.accept(upload_id, choices=choices, leave=leave, by=request.by)
        messages.success(request, gettext("The mended file has been sent."))
        return reverse("batch", args=[sent.id])

    try:
        return once(request, work, by=request.by)
    except InvalidInput as refused:
        return _shown(request, upload_id, findings=refused.findings)


@page("take_upload", "batch", guide="mend-a-file")
def take_away(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """Give the mended file back; nothing is sent."""
    if request.method != "POST":
        return redirect("upload", upload_id)
    choices, leave = _decided(request, proposal(upload_id, by=request.by))
    try:
        name, file = waiting.take_away(upload_id, choices=choices, leave=leave, by=request.by)
    except InvalidInput as refused:
        return _shown(request, upload_id, findings=refused.findings)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    return cast("HttpResponse", answer)


@page("discard_upload", "batch", guide="mend-a-file")
def discard(request: PortalRequest, upload_id: UUID) -> HttpResponse:
    """Remove the file; nothing was sent."""
    if request.method != "POST":
        return redirect("upload", upload_id)

    def work() -> str:
        waiting.discard(upload_id, by=request.by)
        messages.success(request, gettext("The file was removed. Nothing was sent."))
        return reverse("batches")

    return once(request, work, by=request.by)


def _decided(request: HttpRequest, told: dict[str, Any]) -> tuple[dict[str, str], set[str]]:
    """The answers to the doctor's questions, and the keys of what stays as it is."""
    choices: dict[str, str] = {}
    leave: set[str] = set()
    for each in told["proposals"]:
        answer = request.POST.get(f"{CHOICE}{each['key']}", "")
        if answer == LEAVE or request.POST.get(f"{CHANGE}{each['key']}") == LEAVE:
            leave.add(each["key"])
        elif answer:
            choices[each["key"]] = answer
    return choices, leave


def _shown(request: PortalRequest, upload_id: UUID, findings: tuple[Finding, ...] = ()) -> HttpResponse:
    told = proposal(upload_id, by=request.by)
    choices, leave = _decided(request, told)
    wrong = {each.field: f"{said(each.says)} {said(each.fix)}" for each in findings}
    for place, each in enumerate(told["proposals"]):
        each["id"] = f"proposal-{place}"
        each["answer"] = LEAVE if each["key"] in leave else choices.get(each["key"], "")
        each["error"] = wrong.get(each["key"], "")
    context = {
        "upload": told,
        "harmful": [each for each in told["proposals"] if not each["is_small"]],
        "small": [each for each in told["proposals"] if each["is_small"]],
        "purpose_stated": purposes().get(told["purpose"]),
        "wrong": [(each["id"], each["error"]) for each in told["proposals"] if each["error"]],
        "area": "batches",
    }
    return render(request, "portal/batches/upload.html", context, status=422 if findings else 200)
