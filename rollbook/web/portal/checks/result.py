"""A check at its own address: how far it is, what was found, one record's findings, the reports to take away."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, TextIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from rollbook.base.errors import NotFound
from rollbook.service.actions.checks import sending
from rollbook.service.readers import checks as reader
from rollbook.standards import reports
from rollbook.web.portal.checks.found import choice_of, context_of, of_record
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

WRITERS: dict[str, tuple[str, str, Callable[[Any, TextIO], None]]] = {
    "html": ("html", "text/html; charset=utf-8", reports.write_html),
    "csv": ("csv", "text/csv; charset=utf-8", reports.write_csv),
    "json": ("json", "application/json", reports.write_json),
}


@page("file_check", "check", guide="check-a-file")
def check(request: PortalRequest, check_id: UUID) -> HttpResponse:
    """One check."""
    told = reader.check(check_id, by=request.by)
    context = {"check": told, "area": "checks", "is_over": told["state"] in ("done", "failed")}
    if told["state"] == "done":
        context |= context_of(reader.result(check_id, by=request.by), choice_of(request.GET))
    return render(request, "portal/checks/check.html", context)


@page("file_check_record", "check", guide="check-a-file")
def record(request: PortalRequest, check_id: UUID, number: int) -> HttpResponse:
    """Everything that was found in the record of one finding."""
    told = reader.check(check_id, by=request.by)
    found = of_record(reader.result(check_id, by=request.by), number)
    return render(request, "portal/checks/record.html", {"check": told, "area": "checks", **found})


@page("file_check_report", "check", guide="check-a-file")
def file(request: PortalRequest, check_id: UUID, which: str) -> HttpResponse:
    """The report to take away."""
    told = reader.check(check_id, by=request.by)
    stem = told["file_name"].rpartition(".")[0] or told["file_name"]
    if which == "violations":
        kept = reader.violations(check_id, by=request.by)
        answer = FileResponse(kept, as_attachment=True, filename=f"{stem}-violations.csv", content_type="text/csv")
        return cast("HttpResponse", answer)
    if which == "unnumbered":
        name, batch = reader.unnumbered(check_id, by=request.by)
        answer = FileResponse(batch, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
        return cast("HttpResponse", answer)
    return report(reader.result(check_id, by=request.by), which, stem)


def report(found: Any, which: str, stem: str) -> HttpResponse:
    """A report as a file: html, csv or json."""
    if which not in WRITERS:
        raise NotFound("There is no such report.", fix="Take one of those on the check's page.")
    ending, kind, write = WRITERS[which]
    out = io.StringIO(newline="")
    write(found, out)
    made = io.BytesIO(out.getvalue().encode())
    answer = FileResponse(made, as_attachment=True, filename=f"{stem}-report.{ending}", content_type=kind)
    return cast("HttpResponse", answer)


@page("remove_file_check", "check", guide="check-a-file")
def remove(request: PortalRequest, check_id: UUID) -> HttpResponse:
    """Remove a check before its time."""
    if request.method != "POST":
        return redirect("file_check", check_id)

    def work() -> str:
        sending.remove(check_id, by=request.by)
        messages.success(request, gettext("The check was removed, with all that was found."))
        return reverse("checks")

    return once(request, work, by=request.by)
