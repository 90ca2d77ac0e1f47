"""Links that stand, what undoing one would do, and details that an undo left open. Logged for the learners shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions.learners.unlinking import foreseen
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Link, UnclearValue
from rollbook.service.readers.people_named import names_of


def standing_links(*, by: Caller, purpose: str, most: int = 50, skip: int = 0) -> list[dict[str, Any]]:
    """The links that stand, latest first."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        found = Link.objects.filter(undone_at=None).order_by("-linked_at", "id")
        links = list(found[skip : skip + min(most, load_policy().most_in_transaction)])
        if links:
            record([_entry("read_link", each) for each in links], by=by, purpose=purpose)
    names = names_of(each.linked_by for each in links)
    return [_shown(each, names) for each in links]


def one_link(link_id: UUID, *, by: Caller, purpose: str) -> dict[str, Any]:
    """A link and what undoing it would do: what goes back to the number, what stays, what nobody can tell.

    `returns` and `unclear` name details with their values; a link that has been undone has its unclear details.
    """
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        link = Link.objects.select_related("number", "survivor").filter(pk=link_id).first()
        if link is None:
            raise NotFound("There is no such link.", fix="Begin at the list of links.")
        returns, stays, unclear = foreseen(link) if link.undone_at is None else ([], [], {})
        record([_entry("read_link", link)], by=by, purpose=purpose)
    names = names_of([link.linked_by, link.undone_by])
    return {
        **_shown(link, names),
        "undone_at": link.undone_at,
        "undone_by": names.get(link.undone_by, ""),
        "undo_reason": link.undo_reason,
        "case": str(link.case_id or ""),
        "returns": returns,
        "stays": stays,
        "unclear": [{"field": name, "number": ours, "survivor": theirs} for name, (ours, theirs) in unclear.items()],
    }


def unclear_values(*, by: Caller, purpose: str, most: int = 50) -> list[dict[str, Any]]:
    """The details that changed under both numbers of an undone link and wait for a decision."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        found = UnclearValue.objects.filter(settled_at=None).select_related("link")
        waiting = list(found.order_by("link__undone_at", "field")[:most])
        if waiting:
            record([_entry("read_unclear", each.link) for each in waiting], by=by, purpose=purpose)
    return [
        {"id": str(each.id), "number": str(each.link.number_id), "survivor": str(each.link.survivor_id),
         "field": each.field, "under_number": each.under_number, "under_survivor": each.under_survivor,
         "undone_at": each.link.undone_at, "undo_reason": each.link.undo_reason}
        for each in waiting
    ]  # fmt: skip


def _entry(action: str, link: Link) -> Entry:
    return Entry(action, "shown", [link.number_id, link.survivor_id])


def _shown(link: Link, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(link.id),
        "number": str(link.number_id),
        "survivor": str(link.survivor_id),
        "linked_at": link.linked_at,
        "linked_by": names.get(link.linked_by, ""),
        "reason": link.reason,
    }
