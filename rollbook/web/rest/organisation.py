"""One's own organisation, what changed with its learners, and who looked at them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from rollbook.service.readers import access_log, feed, organisations
from rollbook.web.rest import organisation_shapes as shapes
from rollbook.web.rest.cursors import CursorQuery, LimitQuery, cursor_for, place_of
from rollbook.web.rest.endpoint import Needs, PurposeHeader, answers, caller_of

router = Router(tags=["organisation"])


@router.get("/organisation", auth=Needs("organisation"), response=answers(shapes.Organisation))
def own_organisation(request: HttpRequest) -> dict[str, Any]:
    """Your own organisation: its sectors, its links with others, its agreement and purposes."""
    return organisations.own(by=caller_of(request))


@router.get("/changes", auth=Needs("changes"), response=answers(shapes.Changes), exclude_none=True)
def changes(request: HttpRequest, purpose: PurposeHeader, cursor: CursorQuery, limit: LimitQuery) -> dict[str, Any]:
    """Changes to learners you hold, oldest first: linked, unlinked, corrected, deleted.

    Keep `next` and send it as `cursor` the next time; nothing is left out and nothing comes twice.
    """
    by = caller_of(request)
    place = place_of(cursor, of="changes", by=by)
    after = feed.BEGINNING if place is None else (int(place[0]), int(place[1]))
    page = feed.changes(after=after, most=limit, by=by, purpose=purpose)
    return {"changes": page.rows, "next": cursor_for(list(page.next), of="changes", by=by), "more": page.more}


@router.get("/access-log", auth=Needs("log"), response=answers(shapes.AccessLog), exclude_none=True)
def read_access_log(
    request: HttpRequest, purpose: PurposeHeader, cursor: CursorQuery, limit: LimitQuery
) -> dict[str, Any]:
    """Who looked at or changed what in your organisation's name, newest first."""
    by = caller_of(request)
    place = place_of(cursor, of="access-log", by=by)
    before = None if place is None else (datetime.fromisoformat(place[0]), int(place[1]))
    lines = access_log.entries(before=before, most=limit, by=by, purpose=purpose)
    answer: dict[str, Any] = {"entries": [shown for _, shown in lines]}
    if len(lines) == limit:
        at, number = lines[-1][0]
        answer["next"] = cursor_for([at.isoformat(), number], of="access-log", by=by)
    return answer
