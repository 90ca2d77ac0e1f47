"""Failures as pages: what happened, what to do next, and a reference for the help desk."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render

from rollbook.base.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    OurFault,
    RollbookError,
    TooOften,
    Unreadable,
    UserError,
    answer_for,
)
from rollbook.service.failures import failure_for
from rollbook.web.portal.sign_in_first import old_page_anew

logger = logging.getLogger("rollbook.portal")
FOR_PROGRAMS = ("/api/", "/oauth/")


class Failures:
    """Django middleware around the pages: nothing leaves as a bare error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for any failure of a page's view."""
        return None if request.path.startswith(FOR_PROGRAMS) else failure_page(request, _ours(exception))


def failure_page(request: HttpRequest, failure: RollbookError) -> HttpResponse:
    """The page that tells a failure; of our own faults the reference is in the log."""
    reference = uuid4()
    answer = answer_for(failure)
    if isinstance(failure, OurFault):
        # The cause's class and nothing of what it says: that may hold somebody's details.
        logger.error("%s: %s (%s)", reference, type(failure).__name__, type(failure.__cause__).__name__)
        if settings.TESTING and failure.__cause__ is not None:
            raise failure.__cause__
    findings = failure.findings if isinstance(failure, InvalidInput) else ()
    page = render(
        request, "portal/failure.html", status=answer.status,
        context={"failure": failure, "kind": type(failure).__name__, "findings": findings, "reference": reference},
    )  # fmt: skip
    if isinstance(failure, TooOften):
        page["Retry-After"] = str(failure.retry_after)
    page["Reference"] = str(reference)
    return page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that is none."""
    return failure_page(request, NotFound("There is no page at this address.", fix="Check it, or begin at Home."))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that could not be read before any view had it, such as one of too many fields."""
    return failure_page(request, _ours(exception))


def broken(request: HttpRequest) -> HttpResponse:
    """The page where a request failed before or after its view, such as with the database away."""
    return failure_page(request, _ours(sys.exc_info()[1] or OurFault()))


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that did not come from one of our pages (CSRF), or the old page anew that it came from."""
    return old_page_anew(request) or failure_page(
        request,
        NotAllowed(
            "This form was not sent from a page of yours, or that page is old. Nothing was done.",
            fix="Open the page again and send the form from there. Your browser must accept our cookies.",
        ),
    )


def _ours(exception: BaseException) -> RollbookError:
    if isinstance(exception, RollbookError):
        return exception
    if isinstance(exception, Http404):
        return NotFound("There is no page at this address.", fix="Check it, or begin at Home.")
    if isinstance(exception, PermissionDenied):
        return NotAllowed()
    if isinstance(exception, RequestDataTooBig):
        return Unreadable("What was sent is larger than a page takes.", fix="Send large lists as a batch file.")
    if isinstance(exception, (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)):
        return UserError("The request cannot be read.", fix="Open the page again and repeat it.")
    ours = failure_for(exception) or OurFault()
    ours.__cause__ = exception
    return ours
