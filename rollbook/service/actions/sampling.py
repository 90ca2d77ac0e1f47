"""Draw a sample of pairs, in a worker: the strata are read, pairs of each are drawn by the seed, and all is kept."""

from __future__ import annotations

import random
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.matching.accuracy import allocate, draw, load_sampling
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Learner, Sample, SampledPair, SampleStratum
from rollbook.service.readers.candidates import judge
from rollbook.service.readers.sampled_pairs import Found, Pair, Strata, strata

SAMPLER = Caller("system:sample", "Sampling", "system", None, "", frozenset(), "worker")
Drawn = list[tuple[SampleStratum, Pair]]


def draw_sample(sample_id: UUID) -> int:
    """Draw what was asked for, unless it has been drawn, and say how many pairs there are to judge."""
    with transaction.atomic():
        sample = Sample.objects.select_for_update().get(pk=sample_id)
        if sample.drawn_at is not None:
            return 0
        now = judge()
        sample.learners = Learner.objects.filter(status=Learner.Status.LIVE).count()
        sample.possible, sample.drawn_at = now.possible, timezone.now()
        found = strata(sample.seed, now, learners=sample.learners)
        drawn = _drawn(sample, found)
        SampledPair.objects.bulk_create(_pairs(sample, drawn))
        sample.save()
        done = {"pairs": len(drawn), "strata": len(found)}
        record([Entry("draw_sample", "drawn", details=done)], by=SAMPLER, purpose="register_upkeep")
    return len(drawn)


def _drawn(sample: Sample, found: Strata) -> Drawn:
    rules = load_sampling()
    sizes = allocate({name: float(len(each.pairs)) for name, each in found.items()}, sample.size,
                     least=rules.least_in_stratum)  # fmt: skip
    drawn: Drawn = []
    for (kind, band), each in found.items():
        row = _stratum(sample, kind, band.low if band else None, band.high if band else None, each)
        name = f"{kind} {band.low if band else ''}"
        drawn += [(row, pair) for pair in draw(each.pairs, sizes[kind, band], seed=sample.seed, name=name)]
    # In an order that tells nobody of which stratum the next one is.
    return draw(drawn, len(drawn), seed=sample.seed, name="order")


def _stratum(sample: Sample, kind: str, low: float | None, high: float | None, found: Found) -> SampleStratum:
    # The last band has no upper end, and a column holds no infinity.
    high = None if high is None or high > 1000 else high
    return SampleStratum.objects.create(
        sample=sample, kind=kind, low=low, high=high, population=found.population, population_error=found.error
    )


def _pairs(sample: Sample, drawn: Drawn) -> list[SampledPair]:
    coin = random.Random(f"{sample.seed} sides")
    settled = _settled_by([pair for _, pair in drawn])
    return [
        SampledPair(
            stratum=stratum, place=place, first_id=pair.first, second_id=pair.second, row_id=pair.row,
            weight=pair.weight, turned=coin.random() < 0.5, twice=coin.random() < load_sampling().judged_twice,
            not_by=settled.get((pair.first, pair.second or 0), pair.not_by),
        )
        for place, (stratum, pair) in enumerate(drawn, start=1)
    ]  # fmt: skip


def _settled_by(pairs: list[Pair]) -> dict[tuple[int, int], str]:
    """Who settled a case of two records: that reviewer has seen score and reasons."""
    firsts = [pair.first for pair in pairs if pair.second]
    cases = DuplicateCase.objects.filter(first_id__in=firsts).exclude(settled_by="")
    return {(case.first_id, case.second_id): case.settled_by for case in cases.order_by("settled_at")}
