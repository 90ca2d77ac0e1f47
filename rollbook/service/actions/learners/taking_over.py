"""An organisation says that it has taken over changed numbers into its own system."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.holding import is_held
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Link, NumberChangeSeen


def take_over(changes: Iterable[tuple[UUID, bool]], *, by: Caller, purpose: str) -> int:
    """Mark links (id, whether it is the undoing) as taken over by the organisation, or the caller's sector of it.

    Marked again changes nothing. A link of numbers it does not hold is refused as if there were none.
    """
    by.require("list")
    by.require_purpose(purpose)
    home = by.require_organisation()
    with transaction.atomic():
        wanted = sorted(set(changes))
        links = {each.pk: each for each in Link.objects.filter(pk__in=[link for link, _ in wanted])}
        for link, undone in wanted:
            made = links.get(link)
            if made is None or (made.undone_at is not None) != undone or not is_held(made.number_id, by=by):
                raise NotFound("One of these changes is not of a number you hold.", fix="Open the list again.")
        rows = [
            NumberChangeSeen(
                link_id=link, undone=undone, organisation_id=home, sector_id=by.sector, seen_by=by.id,
                seen_at=timezone.now(),
            )
            for link, undone in wanted
        ]  # fmt: skip
        NumberChangeSeen.objects.bulk_create(rows, ignore_conflicts=True)
        numbers = sorted({number for each in links.values() for number in (each.number_id, each.survivor_id)})
        record([Entry("seen_number_change", "seen", numbers)], by=by, purpose=purpose)
    return len(wanted)
