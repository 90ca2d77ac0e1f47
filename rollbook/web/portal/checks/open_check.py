"""Check a file without an account, where the operator allows it: the answer is the page, and nothing is kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import NotFound
from rollbook.service.actions.checks.answering import check_openly, is_open
from rollbook.standards.reports import Choice
from rollbook.web.portal.checks.found import context_of
from rollbook.web.portal.checks.result import report
from rollbook.web.portal.checks.sending import CheckForm
from rollbook.web.portal.forms import Choices
from rollbook.web.portal.one_file import limits, taken
from rollbook.web.portal.page import open_page

ANSWERS = (("page", _("on a page")), ("html", _("as a report of one page, to take away")),
           ("csv", _("as CSV")), ("json", _("as JSON")))  # fmt: skip


class OpenForm(CheckForm):
    """One file, and in which form the answer comes: it cannot be fetched again."""

    answer = Choices(label=_("The answer comes"), choices=ANSWERS, initial="page")


@open_page("open_check", guide="check-a-file")
def open_check(request: HttpRequest) -> HttpResponse:
    """Take a file and answer with what is wrong with it."""
    if not is_open():
        raise NotFound("Files are not checked here without an account.", fix="Sign in, or run `rollbook check FILE`.")
    form = OpenForm(request.POST, request.FILES) if request.method == "POST" else OpenForm()
    if request.method == "POST":
        address = get_adapter().get_client_ip(request)
        found = taken(request, form, lambda file, name: check_openly(file, name, address=address))
        if found is not None:
            return _answered(request, found)
    context = {"form": form, "area": "open_check", **limits(settings.CHECK_AT_ONCE_MAX_BYTES)}
    return render(request, "portal/checks/open.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, found: Any) -> HttpResponse:
    which = request.POST.get("answer", "page")
    if which in ("html", "csv", "json"):
        return report(found, which, found.name.rpartition(".")[0] or "check")
    context = {"area": "open_check", "name": found.name, **context_of(found, Choice())}
    return render(request, "portal/checks/opened.html", context)
