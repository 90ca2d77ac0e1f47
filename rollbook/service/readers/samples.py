"""Samples, how far they are judged, and the next pair for a reviewer: two people side by side and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Judgement, Learner, Sample, SampledPair
from rollbook.service.readers.people_named import names_of
from rollbook.service.readers.sampled_pairs import asked_details

# What a reviewer compares; no number, no weight, nothing of how the pair came about.
SHOWN = (
    "given_name", "middle_names", "family_name", "preferred_given_name", "previous_family_name", "family_name_at_16",
    "date_of_birth", "gender", "postcode", "address_line_1", "address_town", "place_of_birth", "school_at_16", "email",
    "scottish_candidate_number", "unique_pupil_number",
)  # fmt: skip


def samples(*, by: Caller) -> list[dict[str, Any]]:
    """All samples, latest first, with how many pairs each has and how many are judged."""
    by.require("review")
    rows = Sample.objects.order_by("-asked_at")[:50]
    names = names_of(row.asked_by for row in rows)
    return [
        {
            "id": str(row.id), "seed": row.seed, "size": row.size, "asked_at": row.asked_at,
            "asked_by": names[row.asked_by], "drawn_at": row.drawn_at, **progress(row.id, by=by),
        }
        for row in rows
    ]  # fmt: skip


def progress(sample_id: UUID, *, by: Caller) -> dict[str, int]:
    """Judgements needed and given in a sample, and how many pairs wait for this reviewer."""
    by.require("review")
    pairs = SampledPair.objects.filter(stratum__sample_id=sample_id)
    counted = pairs.aggregate(pairs=Count("id"), twice=Count("id", filter=Q(twice=True)))
    given = Judgement.objects.filter(pair__stratum__sample_id=sample_id)
    return {
        "pairs": counted["pairs"],
        "needed": counted["pairs"] + counted["twice"],
        "given": given.count(),
        "own": given.filter(reviewer=by.id).count(),
        "waiting": open_pairs(sample_id, by=by).count(),
    }


def open_pairs(sample_id: UUID, *, by: Caller) -> QuerySet[SampledPair]:
    """The pairs this reviewer may judge: not judged enough, not by her, and not one she once decided about."""
    by.require("review")
    pairs = SampledPair.objects.filter(stratum__sample_id=sample_id).annotate(given=Count("judgements"))
    there = Q(second__isnull=False) & ~Q(second__status=Learner.Status.DELETED) | Q(row__isnull=False)
    return (
        pairs.filter(Q(given=0) | Q(given=1, twice=True))
        .filter(there)
        .exclude(first__status=Learner.Status.DELETED)
        .exclude(not_by=by.id)
        .exclude(judgements__reviewer=by.id)
    )


def pair_to_judge(sample_id: UUID, *, place: int | None = None, by: Caller, purpose: str) -> dict[str, Any] | None:
    """The next pair, or the one at a place that this reviewer has judged before; None where none waits."""
    by.require("review")
    by.require_purpose(purpose)
    if not Sample.objects.filter(pk=sample_id).exists():
        raise NotFound("There is no such sample.", fix="Begin at the list of samples.")
    with transaction.atomic():
        pair = _pair(sample_id, place, by=by)
        if pair is None:
            return None
        ulns = [pair.first_id, *([pair.second_id] if pair.second_id else [])]
        record([Entry("read_pair", "shown", ulns)], by=by, purpose=purpose)
    said = Judgement.objects.filter(pair=pair, reviewer=by.id).first()
    return {"place": pair.place, "said": said.verdict if said else "", "rows": _rows(pair)}


def last_judged(sample_id: UUID, *, by: Caller) -> int | None:
    """The place of the pair this reviewer judged last, to think it over."""
    by.require("review")
    given = Judgement.objects.filter(pair__stratum__sample_id=sample_id, reviewer=by.id)
    return given.order_by("-at").values_list("pair__place", flat=True).first()


def _pair(sample_id: UUID, place: int | None, *, by: Caller) -> SampledPair | None:
    whole = SampledPair.objects.select_related("first", "second", "row__batch")
    if place is None:
        waiting = open_pairs(sample_id, by=by).order_by(F("place")).values_list("pk", flat=True).first()
        return whole.get(pk=waiting) if waiting else None
    found = whole.filter(stratum__sample_id=sample_id, place=place, judgements__reviewer=by.id).first()
    if found is None:
        raise NotFound("You have not judged such a pair.", fix="Go on with the next one.")
    return found


def _rows(pair: SampledPair) -> list[dict[str, str]]:
    """Each detail that one of the two has, on the left and on the right."""
    one, other = _values(pair.first), _other(pair)
    left, right = (other, one) if pair.turned else (one, other)
    names = dict.fromkeys([*SHOWN, "former_names", "former_postcodes"])
    return [
        {"field": name, "left": left.get(name, ""), "right": right.get(name, "")}
        for name in names
        if left.get(name) or right.get(name)
    ]


def _other(pair: SampledPair) -> dict[str, str]:
    if pair.second is not None:
        return _values(pair.second)
    if pair.row is None:
        return {}
    return {name: value for name, value in asked_details(pair.row).items() if name in SHOWN}


def _values(learner: Learner) -> dict[str, str]:
    plain = {name: _text(getattr(learner, name)) for name in SHOWN}
    former = [f"{name['given_name']} {name['family_name']}".strip() for name in learner.former_names]
    return {**plain, "former_names": "; ".join(former), "former_postcodes": "; ".join(learner.former_postcodes)}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
