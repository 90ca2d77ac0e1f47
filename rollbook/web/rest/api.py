"""The API itself: its routers, how it reads a body, and how everything that goes wrong is answered."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from rollbook import __version__
from rollbook.base.errors import InvalidInput, RollbookError
from rollbook.web.rest import batches, checks, definitions, duplicates, learners, one_learner, organisation
from rollbook.web.rest.description import DescribedAPI, from_here_only
from rollbook.web.rest.middleware import own_failure
from rollbook.web.rest.problems import HttpRefused, plain_problem, problem
from rollbook.web.rest.validation import findings_of

DESCRIPTION = """
Find a learner, or give them a Unique Learner Number. Machines ask for a token at `/oauth/token` (client credentials)
and send it as a bearer token. Every look at a learner states its purpose in the header `Purpose` and is recorded.
Errors are RFC 9457 problem details.
"""

ROUTERS = (
    ("/learners", learners.router),
    ("/learners", one_learner.router),
    ("", duplicates.router),
    ("/batches", batches.router),
    ("", organisation.router),
    ("/checks", checks.router),
    ("", definitions.router),
)


class JsonBody(Parser):
    """Bodies are JSON in UTF-8 and nothing else; the reasons why one cannot be read never quote it."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise HttpRefused(415, "The content type is not one this address takes.", fix="Send application/json.")
        return json.loads(request.body.decode("utf-8"), parse_constant=_no_number)


class WholeMoments(NinjaJSONEncoder):
    """Moments to the microsecond, so that one that was told can be asked about."""

    def default(self, o: Any) -> Any:
        return o.isoformat().replace("+00:00", "Z") if isinstance(o, datetime) else super().default(o)


class JsonAnswer(JSONRenderer):
    """Answers are JSON in UTF-8."""

    encoder_class = WholeMoments


def _no_number(name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def make_api() -> NinjaAPI:
    """The API with all its endpoints."""
    made = DescribedAPI(
        title="Rollbook",
        version=__version__,
        description=DESCRIPTION,
        parser=JsonBody(),
        renderer=JsonAnswer(),
        docs=Swagger(settings={"persistAuthorization": False, "validatorUrl": None}),
        docs_decorator=from_here_only,
        urls_namespace="rest",
    )
    for prefix, router in ROUTERS:
        made.add_router(prefix, router)
    for kind in (RollbookError, ValidationError, HttpError, Http404, Exception):
        made.add_exception_handler(kind, _answer)  # type: ignore[arg-type]
    return made


def _answer(request: HttpRequest, error: Exception) -> HttpResponse:
    match error:
        case RollbookError():
            return problem(request, error)
        case ValidationError():
            return problem(request, InvalidInput(findings_of(error)))
        case HttpError():
            return _unread(request, error)
        case Http404():
            return plain_problem(request, 404)
        case RequestDataTooBig():
            return plain_problem(request, 413)
        case SuspiciousOperation() | BadRequest() | MultiPartParserError() | UnreadablePostError():
            return plain_problem(request, 400)
        case _:
            return problem(request, own_failure(error))


def _unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, RollbookError):
        return problem(request, error.__cause__)
    return plain_problem(request, error.status_code)


api = make_api()
