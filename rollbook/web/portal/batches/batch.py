"""A batch at its own address: how far it is, what came of its learners, the files that go back; and all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext

from rollbook.base.errors import NotFound
from rollbook.organisations import purposes
from rollbook.service.actions.batches.stopping import stop as stop_batch
from rollbook.service.readers.batch_forms import KINDS, example, template
from rollbook.service.readers.batches import history, progress, result
from rollbook.service.readers.uploads import waiting_uploads
from rollbook.standards import return_codes
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.tags import number

FILES: dict[str, dict[str, bool]] = {
    "returned": {},
    "plain": {"with_codes": False},
    "settled": {"settled_only": True},
}
FORMS = {"template": template, "example": example}


@page("batches", "batch", guide="send-a-batch")
def batches(request: PortalRequest) -> HttpResponse:
    """The organisation's batches, and the files that wait for a decision."""
    found = history(by=request.by, before=_moment(request.GET.get("before", "")))
    context = {
        "history": found["batches"],
        "older": f"?before={found['before']:%Y-%m-%dT%H:%M:%S.%fZ}" if found["before"] else "",
        "uploads": waiting_uploads(by=request.by),
        "area": "batches",
    }
    return render(request, "portal/batches/batches.html", context)


@page("batch", "batch", guide="send-a-batch")
def batch(request: PortalRequest, batch_id: UUID) -> HttpResponse:
    """One batch."""
    told = progress(batch_id, by=request.by)
    context = {
        "batch": told,
        "is_done": told["state"] == "done",
        "codes": _codes(told["codes"]),
        "purpose_stated": purposes().get(told["purpose"]),
        "area": "batches",
    }
    return render(request, "portal/batches/batch.html", context)


@page("batch_file", "batch", guide="send-a-batch")
def file(request: PortalRequest, batch_id: UUID, which: str) -> HttpResponse:
    """The return file: whole, without codes, or the rows that were settled."""
    if which not in FILES:
        raise NotFound("There is no such file.", fix="Take one of those on the batch's page.")
    told = progress(batch_id, by=request.by)
    pieces = result(batch_id, by=request.by, **FILES[which])
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    # Its own name, so that it is never taken for the file that was sent.
    stem = told["file_name"].rpartition(".")[0] or told["file_name"]
    _name(answer, f"{which.upper()}_{stem}.CSV")
    return cast("HttpResponse", answer)


@page("stop_batch", "batch", guide="send-a-batch")
def stop(request: PortalRequest, batch_id: UUID) -> HttpResponse:
    """Ask whether a batch is to be stopped, and stop it."""
    if request.method == "POST":
        return once(request, lambda: _stopped(request, batch_id), by=request.by)
    context = {"batch": progress(batch_id, by=request.by), "area": "batches"}
    return render(request, "portal/batches/stop.html", context)


@page("batch_form", "batch", guide="send-a-batch")
def form(request: PortalRequest, which: str, kind: str) -> HttpResponse:
    """A template or a worked example to take away."""
    if which not in FORMS or kind not in KINDS:
        raise NotFound("There is no such file.", fix="Take one of those on the page for sending.")
    name, content = FORMS[which](kind, by=request.by)
    answer = HttpResponse(content, content_type=KINDS[kind])
    _name(answer, name)
    return answer


def _stopped(request: HttpRequest, batch_id: UUID) -> str:
    left = stop_batch(batch_id, by=request.by)  # type: ignore[attr-defined]
    says = ngettext(
        "The batch is stopped. %(left)s learner was not worked on.",
        "The batch is stopped. %(left)s learners were not worked on.",
        left,
    )
    messages.success(request, says % {"left": number(left)})
    return reverse("batch", args=[batch_id])


def _codes(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Each code with its meaning and count: what is settled first, then what needs somebody."""
    kinds = {"success": "good", "stopped": "info"}
    return [
        {
            "code": code.code,
            "says": code.says,
            "fix": code.fix,
            "count": counts[code.code],
            "tag": kinds.get(code.kind, "look"),
        }
        for code in return_codes()
        if code.code in counts
    ]


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _name(answer: Any, name: str) -> None:
    plain = "".join(character for character in name if character.isascii() and character not in '"\\\r\n')
    answer["Content-Disposition"] = f'attachment; filename="{plain}"'
