"""What every endpoint declares where it stands: the permission it needs, its headers, the errors it may answer.

`@router.post("/find", auth=Needs("find"), response=answers(FindAnswers))`: an endpoint without `Needs` fails a test.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Schema
from ninja.security.base import AuthBase
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from rollbook.base.dates import parse_iso
from rollbook.base.errors import NotSignedIn
from rollbook.definitions.identifiers import Refused, uln
from rollbook.organisations import Caller, permissions, purposes
from rollbook.service import limits
from rollbook.service.credentials import caller_of_token
from rollbook.web.rest.learner_input import is_storable


class OAuth2(AuthBase):
    """The scheme as the description names it."""

    openapi_type = "oauth2"
    openapi_flows = {  # noqa: RUF012 - read by the toolkit as a plain attribute
        "clientCredentials": {
            "tokenUrl": "/oauth/token",
            "scopes": {
                "machine:find": "Find and verify learners",
                "machine:register": "Find, register and enrol learners",
                "machine:batch": "Send batch files",
            },
        }
    }


class Needs(OAuth2):
    """The bearer of a token whose role has a permission; the request's first unit of its allowance is spent here."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        if permission not in permissions():
            raise KeyError(permission)
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Caller:
        caller = caller_of_token(_token(request))
        caller.require(self.permission)
        limits.spend(1, by=caller)
        return caller


class Anybody(AuthBase):
    """Whoever asks, with a token or without: all are told the same. It is said outright, and never the default."""

    openapi_type = "oauth2"
    openapi_flows = OAuth2.openapi_flows

    def __call__(self, request: HttpRequest) -> bool:
        return True


ANYBODY = Anybody()


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("No token came with the request.", fix="Send the header `Authorization: Bearer TOKEN`.")
    return token.strip()


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, as `Needs` found."""
    caller = request.auth  # type: ignore[attr-defined]
    assert isinstance(caller, Caller)
    return caller


class Body(Schema):
    """The body of a request: what it does not know it refuses, so that nothing is overlooked."""

    model_config = ConfigDict(extra="forbid")


def _as_storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("character")
    return text


def _as_day(value: object) -> object:
    day = parse_iso(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError("day")
    return day


def _as_moment(value: object) -> object:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2999:
        raise ValueError("moment")
    return moment


def _as_uln(text: str) -> str:
    parsed = uln.parse(text)
    if isinstance(parsed, Refused):
        raise ValueError(parsed.says)
    return parsed


Text = Annotated[str, AfterValidator(_as_storable)]
Reason = Annotated[Text, Field(min_length=1, max_length=400)]
"""A sentence for the record. No personal details."""
Moment = Annotated[datetime, BeforeValidator(_as_moment)]
Day = Annotated[date, BeforeValidator(_as_day)]
ULN = Annotated[str, Field(max_length=20), AfterValidator(_as_uln)]
Token = Annotated[Text, Field(max_length=400)]

PurposeHeader = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "enum": sorted(purposes()),
            "description": "Why the learner is looked up: one of the purposes of your organisation's agreement.",
        }
    ),
    Header(alias="Purpose"),
]
KeyHeader = Annotated[
    str,
    Header(
        default="",
        alias="Idempotency-Key",
        max_length=200,
        description="A random text of your own: the same request sent again with it is answered the same, for a day.",
    ),
]


class Wrong(Schema):
    """One value that is missing or wrong, and where it stands: in the body, a header or the query."""

    rule: str
    detail: str
    fix: str | None = None
    pointer: str | None = None
    header: str | None = None
    parameter: str | None = None


class Problem(Schema):
    """RFC 9457 problem details. Quote the reference to the help desk."""

    type: str
    title: str
    status: int
    detail: str
    reference: str
    fix: str | None = None
    errors: list[Wrong] | None = None


REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 507)


def answers(shape: Any, status: int = 200) -> dict[Any, Any]:
    """What an endpoint answers: its shape when all is well, and problem details otherwise."""
    return {status: shape, **dict.fromkeys(REFUSALS, Problem)}
