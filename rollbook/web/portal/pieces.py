"""A long list in pieces, by a number in the address: for lists that are the same for everybody and change seldom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

AT_ONCE = 100


def piece(request: HttpRequest, found: Sequence[Any], most: int = AT_ONCE) -> dict[str, Any]:
    """Context for `portal/parts/pages.html`: the piece that `page` asks for, and the queries of those around it."""
    last = max((len(found) - 1) // most, 0)
    asked = request.GET.get("page", "")[:6]
    place = min(max(int(asked) - 1, 0), last) if asked.isascii() and asked.isdecimal() else 0
    return {
        "piece": found[place * most : (place + 1) * most],
        "newer": _query(request, place) if place else "",
        "older": _query(request, place + 2) if place < last else "",
    }


def _query(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
