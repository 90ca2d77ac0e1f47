"""Around every request: a reference, a limit to its size, and problem details instead of any other error page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from rollbook.base.errors import OurFault, RollbookError
from rollbook.service.failures import failure_for, translated
from rollbook.web.rest.problems import CONTENT_TYPE, plain_problem, problem, reference_of

PERSONAL = ("/api/", "/oauth/")  # no browser and no proxy keeps what these answer
UPLOADS = {"/api/batches": "BATCH_FILE_MAX_BYTES", "/api/checks": "CHECK_AT_ONCE_MAX_BYTES"}
FORM_AROUND_A_FILE = 64 * 1024


class Answers:
    """Django middleware; outermost, so that nothing for programs leaves as an HTML error. Pages have their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PERSONAL):
            return self.get_response(request)
        reference = reference_of(request)
        refused = _refused_unread(request)
        response = plain_problem(request, refused) if refused else self.get_response(request)
        if response.status_code >= 400 and not _is_for_programs(response):
            response = _as_problem(request, response)
        response["Reference"] = str(reference)
        response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a view outside the API raised, such as the database being away at /oauth/token."""
        if not request.path.startswith(PERSONAL):
            return None
        if isinstance(exception, RollbookError):
            return problem(request, exception)
        if isinstance(exception, (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)):
            return plain_problem(request, 413 if isinstance(exception, RequestDataTooBig) else 400)
        if isinstance(exception, (Http404, PermissionDenied)):
            return None  # Django knows their status; `__call__` makes a problem of it
        return problem(request, own_failure(exception))


def own_failure(exception: Exception) -> RollbookError:
    """Our failure for a foreign exception, with it as cause."""
    ours: RollbookError = failure_for(exception) or OurFault()
    try:
        with translated():
            raise exception
    except RollbookError as error:
        ours = error
    except Exception:
        pass
    ours.__cause__ = exception
    return ours


def _refused_unread(request: HttpRequest) -> int:
    """The status of a request whose body will not be read, or 0."""
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        return 411  # WSGI reads by length; without one the body would seem empty
    return 413 if _is_too_large(request) else 0


def _is_too_large(request: HttpRequest) -> bool:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    most = UPLOADS.get(request.path.rstrip("/"))
    if most is not None:
        return length > int(getattr(settings, most)) + FORM_AROUND_A_FILE
    return length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _is_for_programs(response: HttpResponse) -> bool:
    # The token address answers as RFC 6749 says, which every OAuth2 client expects.
    return response.get("Content-Type", "").split(";")[0] in (CONTENT_TYPE, "application/json")


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    answer = plain_problem(request, response.status_code)
    if "Allow" in response:
        answer["Allow"] = response["Allow"]
    return answer
