"""The burden register: who asks for each item, how often, and what is asked again though it is held."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rollbook.base.cells import harmless
from rollbook.definitions.cbds.burden import HEADINGS
from rollbook.service.readers.definitions import burden_register
from rollbook.web.portal.page import open_page
from rollbook.web.portal.pieces import piece


@open_page("burden", guide="look-up-a-definition")
def burden(request: HttpRequest) -> HttpResponse:
    """What is asked again though it is held, the worst first."""
    rows, again = burden_register()
    asked = sorted((row for row in rows if row.again), key=lambda row: -row.again)
    context = {
        "area": "dictionary",
        "items": sum(bool(row.askings) for row in rows),
        "carried": sum(not row.askings for row in rows),
        "again": again,
        **piece(request, asked),
    }
    return render(request, "portal/dictionary/burden.html", context)


@open_page("burden_file", guide="look-up-a-definition")
def burden_file(request: HttpRequest) -> HttpResponse:
    """The whole register, one row an item."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS)
    writer.writeheader()
    rows, _ = burden_register()
    writer.writerows({name: harmless(value) for name, value in row.row().items()} for row in rows)
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="burden.csv"'
    return answer
