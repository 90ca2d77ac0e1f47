"""Places in a list as opaque, signed texts: nobody makes one up, and nothing can be read from one."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.signing import BadSignature, Signer
from ninja import Query

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding, Position
from rollbook.organisations import Caller

MOST = 500

CursorQuery = Annotated[
    str, Query(default="", alias="cursor", max_length=400, description="`next` of the answer before; else the start.")
]
LimitQuery = Annotated[int, Query(default=100, alias="limit", ge=1, le=MOST)]


def cursor_for(place: list[Any], *, of: str, by: Caller) -> str:
    """The text that stands for a place in this caller's list of that name."""
    return _signer(of, by).sign_object(place)


def place_of(cursor: str, *, of: str, by: Caller) -> list[Any] | None:
    """The place a text stands for, None for an empty one; InvalidInput for another list's or an invented one."""
    if not cursor:
        return None
    try:
        place = _signer(of, by).unsign_object(cursor)
    except (BadSignature, ValueError, UnicodeError) as wrong:
        finding = Finding(
            "cursor", "cursor", "This is not a cursor of this list.", "Begin again without one.",
            position=Position(record="query"),
        )  # fmt: skip
        raise InvalidInput([finding]) from wrong
    assert isinstance(place, list)
    return place


def _signer(of: str, by: Caller) -> Signer:
    return Signer(salt=f"rollbook.cursor.{of}.{by.organisation}")
