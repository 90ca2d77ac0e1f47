"""Everything a caller may know of one learner on one page: details, what belongs to them, other numbers, what changed.

One read, logged once. What other organisations did is told without naming them: that a learner is known elsewhere is
for the learner to say (she sees the names in `looks.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from rollbook.organisations import Caller
from rollbook.service.actions.learners.read import read
from rollbook.service.models import LearnerAddress, LearnerEvidence, LearnerNotice, Link, Organisation
from rollbook.service.readers import looks, objections
from rollbook.service.readers.people_named import names_of


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """A learner as the caller may see her."""

    uln: int
    numbers: list[int]
    record: dict[str, Any]
    links: list[dict[str, Any]]
    addresses: list[dict[str, Any]]
    evidence: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    objections: list[dict[str, Any]]
    contested: set[str]
    told: list[dict[str, Any]] = field(default_factory=list)


def learner_page(uln: int, *, by: Caller, purpose: str) -> LearnerPage:
    """The learner a number leads to; refused as if she did not exist where the caller does not hold her."""
    with transaction.atomic():
        record = read(uln, by=by, purpose=purpose)
        numbers = [int(record["uln"]), *(int(each) for each in record["linked_numbers"])]
        return LearnerPage(
            uln=numbers[0],
            numbers=numbers,
            record=record,
            links=_links(numbers),
            addresses=_addresses(numbers),
            evidence=_evidence(numbers, by=by),
            notices=_notices(numbers, by=by),
            objections=objections.of_learner(numbers, by=by),
            contested=objections.contested(numbers),
            told=looks.told(numbers),
        )


@dataclass(frozen=True, slots=True)
class Doers:
    """Who did things, as a caller may know: own people by name, others as other organisations, the team as the team."""

    by: Caller
    names: dict[str, str]
    homes: dict[UUID, str]

    def who(self, actor: str, organisation: UUID | None) -> dict[str, Any]:
        """Who it was: `kind` own, other, team or load, with a name where the caller may know it.

        The register's team knows of which organisation it was.
        """
        if organisation is None:
            kind = "team" if actor.startswith("user:") else "load"
            return {"kind": kind, "name": self.names.get(actor, "") if self.by.is_register_staff else "", "home": ""}
        own = self.by.is_register_staff or organisation == self.by.organisation
        return {
            "kind": "own" if own else "other",
            "name": self.names.get(actor, "") if own else "",
            "home": self.homes.get(organisation, ""),
        }


def doers(rows: Iterable[tuple[str, UUID | None]], *, by: Caller) -> Doers:
    """The doers of these (actor, organisation)."""
    done = list(rows)
    known = [actor for actor, home in done if by.is_register_staff or (home is not None and home == by.organisation)]
    wanted = {home for _, home in done if home} if by.is_register_staff else set()
    homes = dict(Organisation.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}
    return Doers(by, names_of(known), homes)


def _links(numbers: Sequence[int]) -> list[dict[str, Any]]:
    rows = Link.objects.filter(number_id__in=numbers).order_by("-linked_at")
    return [
        {"number": row.number_id, "survivor": row.survivor_id, "linked_at": row.linked_at, "undone_at": row.undone_at,
         "reason": row.reason}
        for row in rows
    ]  # fmt: skip


def _addresses(numbers: Sequence[int]) -> list[dict[str, Any]]:
    rows = LearnerAddress.objects.filter(learner_id__in=numbers).order_by("-captured_on", "-id")
    return [
        {"lines": [line for line in (row.address_line_1, row.address_line_2, row.address_town,
                                     row.address_county_or_city, row.postcode) if line],
         "captured_on": row.captured_on}
        for row in rows
    ]  # fmt: skip


def _evidence(numbers: Sequence[int], *, by: Caller) -> list[dict[str, Any]]:
    rows = LearnerEvidence.objects.filter(learner_id__in=numbers).order_by("-seen_at", "-id")
    return [
        {"type": str(row.verification_type), "seen_at": row.seen_at, "is_own": _is_own(row.organisation_id, by=by),
         "description": row.description if _is_own(row.organisation_id, by=by) else ""}
        for row in rows
    ]  # fmt: skip


def _notices(numbers: Sequence[int], *, by: Caller) -> list[dict[str, Any]]:
    rows = LearnerNotice.objects.filter(learner_id__in=numbers).order_by("-at", "-id")
    return [
        {"version": row.notice_version, "ability": str(row.ability_to_share), "at": row.at,
         "by_learner": row.by_learner, "is_own": _is_own(row.organisation_id, by=by)}
        for row in rows
    ]  # fmt: skip


def _is_own(organisation: UUID | None, *, by: Caller) -> bool:
    return by.is_register_staff or (organisation is not None and organisation == by.organisation)
