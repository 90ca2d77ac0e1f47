"""Why somebody looks at learners: asked once in a session, shown on every page that looks, changed at any time."""

from __future__ import annotations

from django.http import HttpRequest

from rollbook.organisations import Caller, Purpose, purposes

KEY = "purpose"


def allowed(by: Caller) -> list[Purpose]:
    """The purposes this caller may state, in the order of their table."""
    return [
        each
        for code, each in purposes().items()
        if code in by.purposes or (each.staff and by.is_register_staff)
    ]  # fmt: skip


def purpose_of(request: HttpRequest, *, by: Caller) -> str:
    """The purpose stated in this session, or the only one there is to state; "" where it has to be asked."""
    codes = [each.code for each in allowed(by)]
    if request.session.get(KEY) in codes:
        return str(request.session[KEY])
    return codes[0] if len(codes) == 1 else ""


def state(request: HttpRequest, code: str, *, by: Caller) -> None:
    """Keep a purpose for the session; refused where the agreement does not name it."""
    request.session[KEY] = by.require_purpose(code)
