"""The list of reference tables, and one table: what it is for, what is held, and a file to load in its place."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rollbook.service.actions.reference_tables import load_table
from rollbook.service.readers import reference_tables as reader
from rollbook.service.readers.rule_books import books, codes
from rollbook.standards.held_references import Held
from rollbook.standards.rules.rule import plain_code
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.one_file import file_field, limits, taken
from rollbook.web.portal.page import PortalRequest, page

GUIDE = "load-reference-tables"
KINDS = ".csv,.parquet,text/csv"
STANDARDS = {
    "ilr": _("Individualised Learner Record (ILR)"),
    "ctf": _("Common Transfer File (CTF)"),
    "school_census": _("School Census"),
}  # a standard that comes later is called by its name until it has one here


class LoadForm(PortalForm):
    """One file."""

    file = file_field(
        KINDS, _("CSV in UTF-8 with the columns’ names in its first row, or Parquet. Other columns may stand in it.")
    )


@page("reference_tables", "reference", guide=GUIDE)
def tables(request: PortalRequest) -> HttpResponse:
    """Every table that can be held, by standard."""
    shelves = [(STANDARDS.get(each.standard, each.standard), each) for each in reader.shelves(by=request.by)]
    return render(request, "portal/reference/tables.html", {"area": "reference_tables", "shelves": shelves})


@page("reference_table", "reference", guide=GUIDE)
def table(request: PortalRequest, standard: str, table: str) -> HttpResponse:
    """One table; with a file sent, that file is loaded as the table."""
    told = reader.table(standard, table, by=request.by)
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    if request.method == "POST":
        made = taken(request, form, lambda file, name: _load(request, told, file, name))
        if made is not None:
            messages.success(request, _loaded(made))
            return redirect("reference_table", standard, table)
    context: dict[str, Any] = {
        "area": "reference_tables", "form": form, "told": told, "title": STANDARDS.get(standard, standard),
        "rules": [(code, _version_of(standard, code)) for code in told.rules],
        **limits(settings.REFERENCE_FILE_MAX_BYTES),
    }  # fmt: skip
    return render(request, "portal/reference/table.html", context, status=422 if form.errors else 200)


def _load(request: PortalRequest, told: reader.Table, file: BinaryIO, name: str) -> Held:
    day = timezone.localdate()  # a browser does not say when a file was written
    return load_table(told.standard, told.form.name, file, called=name, day=day, by=request.by)


def _loaded(made: Held) -> str:
    told = {"name": made.name, "rows": f"{made.rows:,}", "version": made.version}
    says = ngettext(
        "%(name)s is loaded: %(rows)s row, version %(version)s.",
        "%(name)s is loaded: %(rows)s rows, version %(version)s.",
        made.rows,
    )
    return f"{says % told} {gettext('Every check that begins from now looks into it.')}"


def _version_of(standard: str, code: str) -> str:
    """The newest version whose rules explain this code; "" where none does."""
    versions = sorted((each.version for each in books() if each.standard == standard), reverse=True)
    return next((version for version in versions if plain_code(code) in codes(standard, version)), "")
