"""Who sent a batch, kept beside it: its rows are worked on later, in that role and for that organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rollbook.base.errors import NotAllowed
from rollbook.organisations import Caller
from rollbook.service.credentials import is_suspended
from rollbook.service.models import Batch, FileCheck, Organisation
from rollbook.service.readers import standing


def as_json(caller: Caller) -> dict[str, Any]:
    """The caller as it is stored."""
    return {
        "id": caller.id,
        "name": caller.name,
        "role": caller.role,
        "organisation": str(caller.organisation) if caller.organisation else None,
        "ukprn": caller.ukprn,
        "purposes": sorted(caller.purposes),
        "sector": str(caller.sector) if caller.sector else None,
    }


def sender(batch: Batch | FileCheck, *, channel: str = "batch") -> Caller:
    """Who sent the batch, or the file to be checked; NotAllowed while they or their organisation are suspended."""
    if not Organisation.objects.filter(pk=batch.organisation_id, status=Organisation.Status.APPROVED).exists():
        raise NotAllowed("The organisation is suspended; its files wait.", fix="They go on once it is approved.")
    kept = batch.caller
    if is_suspended(kept["id"]):
        raise NotAllowed("Whoever sent this file is suspended.", fix="Somebody else can send the same file again.")
    if standing.is_stopped(batch.organisation_id, kept["id"]):
        raise standing.stopped()
    return Caller(
        id=kept["id"],
        name=kept["name"],
        role=kept["role"],
        organisation=UUID(kept["organisation"]),
        ukprn=kept["ukprn"],
        purposes=frozenset(kept["purposes"]),
        channel=channel,
        sector=UUID(kept["sector"]) if kept["sector"] else None,
    )
