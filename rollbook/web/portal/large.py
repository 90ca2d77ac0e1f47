"""Refuses what is larger than a page takes by its length, before any of it is read or laid down on disk."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rollbook.base.errors import Unreadable, UserError
from rollbook.service import sealed_checks
from rollbook.service.actions.batches.keeping import refuse_large
from rollbook.service.actions.reference_tables import refuse_large_table
from rollbook.web.portal.failures import FOR_PROGRAMS, failure_page

UPLOADS = {"/batches/send": "BATCH_FILE_MAX_BYTES", "/checks/": "CHECK_FILE_MAX_BYTES",
           "/checks/open": "CHECK_AT_ONCE_MAX_BYTES"}  # fmt: skip
TABLES = re.compile(r"/reference/[\w-]+/[\w-]+")  # each table is loaded at its own address
FORM_AROUND_A_FILE = 64 * 1024


class Large:
    """Django middleware, inside those for sessions and messages and before any that reads a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") or request.path.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            says = "What was sent does not say how long it is."
            return _refused(request, UserError(says, fix="Send it from the page, or with a Content-Length."), 411)
        return self._by_length(request)

    def _by_length(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        most = "REFERENCE_FILE_MAX_BYTES" if TABLES.fullmatch(request.path) else UPLOADS.get(request.path)
        if most is None and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            says = "What was sent is larger than a page takes."
            return _refused(request, Unreadable(says, fix="Send large lists as a batch file."), 413)
        try:
            _refuse_large(length - FORM_AROUND_A_FILE, most)
        except Unreadable as refused:
            return _refused(request, refused, 413)
        return self.get_response(request)


def _refuse_large(size: int, most: str | None) -> None:
    if most in (None, "BATCH_FILE_MAX_BYTES"):
        refuse_large(size)
    elif most == "REFERENCE_FILE_MAX_BYTES":
        refuse_large_table(size)
    else:
        sealed_checks.refuse_large(size, getattr(settings, str(most)))


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _refused(request: HttpRequest, failure: UserError, status: int) -> HttpResponse:
    page = failure_page(request, failure)
    page.status_code = status
    return page
