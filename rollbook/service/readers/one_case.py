"""One case whole: both records side by side, how far they agree, and the history of each. Logged for both learners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Min, Q

from rollbook.base.errors import NotFound
from rollbook.matching import normalise, score
from rollbook.organisations import Caller
from rollbook.register.survivor import Standing, propose
from rollbook.register.words import agreement, sentences
from rollbook.service.actions.learners.changing import details_of
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Enrolment, Learner, LearnerVersion, Link
from rollbook.service.readers.candidates import judge
from rollbook.service.readers.learners import linked_numbers, survivors
from rollbook.service.readers.objections import contested
from rollbook.service.readers.people_named import names_of

# In the order in which people compare them.
COMPARED = (
    "given_name", "middle_names", "family_name", "preferred_given_name", "previous_family_name", "family_name_at_16",
    "date_of_birth", "gender", "postcode", "address_line_1", "address_line_2", "address_town", "place_of_birth",
    "school_at_16", "email", "nationality", "scottish_candidate_number", "unique_pupil_number",
)  # fmt: skip
HIDDEN = ("status", "linked_to_id")  # what a link changes is told as a link


def one_case(case_id: UUID, *, by: Caller, purpose: str) -> dict[str, Any]:
    """A case with everything a reviewer compares, and the number that had better survive."""
    by.require("review")
    by.require_purpose(purpose)
    with transaction.atomic():
        case = DuplicateCase.objects.select_related("first", "second", "organisation").filter(pk=case_id).first()
        if case is None:
            raise NotFound("There is no such case.", fix="Begin at the list of cases.")
        shown = _shown(case)
        record([Entry("read_case", "opened", [case.first_id, case.second_id])], by=by, purpose=purpose)
    return shown


def side_of(learner: Learner) -> dict[str, Any]:
    """One record with its history, as a reviewer compares it."""
    enrolments = Enrolment.objects.filter(learner=learner)
    counted = enrolments.aggregate(
        number=Count("id"), holders=Count("organisation", distinct=True), first=Min("start"), last=Max("start")
    )
    return {
        "uln": str(learner.pk),
        "status": learner.status,
        "survivor": str(survivors([learner.pk]).get(learner.pk, learner.pk)),
        "values": {name: getattr(learner, name) for name in COMPARED},
        "former_names": list(learner.former_names),
        "alternative_names": list(learner.alternative_names),
        "former_postcodes": list(learner.former_postcodes),
        "created_at": learner.created_at,
        "enrolments": counted,
        "providers": sorted(set(enrolments.values_list("organisation__name", flat=True))),
        "addresses": list(learner.addresses.order_by("-captured_on", "-id").values("postcode", "captured_on")[:10]),
        "evidence": learner.evidence.count(),
        "contested": sorted(contested(linked_numbers(learner.pk))),
        "changes": _changes(learner),
        "links": _links(learner),
        "cases": _cases(learner),
    }


def _shown(case: DuplicateCase) -> dict[str, Any]:
    first, second = side_of(case.first), side_of(case.second)
    now = judge()
    match = score(
        normalise(details_of(case.first)), normalise(details_of(case.second)), model=now.model,
        register_size=now.register_size,
    )  # fmt: skip
    proposal = propose(_standing(first), _standing(second))
    link = Link.objects.filter(case=case).order_by("-linked_at").first()
    _name_actors(first, second)
    names = names_of([case.reported_by, case.settled_by])
    return {
        "id": str(case.id),
        "state": case.state,
        "source": case.source,
        "said": case.said,
        "reported_by": names.get(case.reported_by, ""),
        "organisation": case.organisation.name if case.organisation else "",
        "opened_at": case.opened_at,
        "weight": case.weight,
        "weight_now": match.weight,
        "agreement": agreement(match),
        "reasons": sentences(match),
        "settled_at": case.settled_at,
        "settled_by": names.get(case.settled_by, ""),
        "settled_why": case.settled_why,
        "link": str(link.id) if link and link.undone_at is None else "",
        "undone": bool(link and link.undone_at),
        "proposal": {"survivor": proposal.survivor, "says": proposal.says},
        "first": first,
        "second": second,
    }


def _standing(side: dict[str, Any]) -> Standing:
    return Standing(side["enrolments"]["holders"], side["created_at"])


def _changes(learner: Learner) -> list[dict[str, Any]]:
    rows = LearnerVersion.objects.filter(learner=learner).select_related("organisation").order_by("-version")[:50]
    return [
        {
            "at": row.stood_until,
            "kind": row.kind,
            "fields": {name: pair for name, pair in row.changed.items() if name not in HIDDEN},
            "actor": row.actor,
            "organisation": row.organisation.name if row.organisation else "",
            "reason": row.reason,
            "asked_under": str(row.asked_under),
        }
        for row in rows
    ]


def _links(learner: Learner) -> list[dict[str, Any]]:
    made = Link.objects.filter(Q(number=learner) | Q(survivor=learner)).order_by("-linked_at")[:20]
    return [
        {
            "id": str(each.id),
            "number": str(each.number_id),
            "survivor": str(each.survivor_id),
            "linked_at": each.linked_at,
            "linked_by": each.linked_by,
            "reason": each.reason,
            "undone_at": each.undone_at,
            "undo_reason": each.undo_reason,
        }
        for each in made
    ]


def _cases(learner: Learner) -> list[dict[str, Any]]:
    rows = DuplicateCase.objects.filter(Q(first=learner) | Q(second=learner)).order_by("-opened_at")[:20]
    return [
        {
            "id": str(each.id),
            "other": str(each.second_id if each.first_id == learner.pk else each.first_id),
            "state": each.state,
            "opened_at": each.opened_at,
            "settled_at": each.settled_at,
            "settled_why": each.settled_why,
        }
        for each in rows
    ]


def _name_actors(*sides: dict[str, Any]) -> None:
    rows = [(row, "actor") for side in sides for row in side["changes"]]
    rows += [(row, "linked_by") for side in sides for row in side["links"]]
    names = names_of(row[key] for row, key in rows)
    for row, key in rows:
        row[key] = names.get(row[key], row[key])
