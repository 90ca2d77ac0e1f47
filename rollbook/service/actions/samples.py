"""Ask for a sample of pairs, and say of each pair whether it is one person."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.matching.accuracy import Verdict, load_sampling
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.jobs.samples import draw
from rollbook.service.models import Judgement, Sample, SampledPair
from rollbook.service.readers.samples import open_pairs

AGAIN = timedelta(minutes=10)  # a worker that has not drawn by then is asked again


def ask_sample(size: int, *, seed: int | None = None, by: Caller, purpose: str) -> Sample:
    """Ask for a sample of about so many pairs; a worker draws it. The same seed draws the same of the same register."""
    by.require("review")
    by.require_purpose(purpose)
    _refuse_unfit(size, seed)
    now = timezone.now()
    with transaction.atomic():
        under_way = Sample.objects.select_for_update().filter(drawn_at=None).first()
        if under_way is not None and now - under_way.asked_at < AGAIN:
            raise Conflict("A sample is being drawn already.", fix="Wait a minute and look at the list of samples.")
        sample = under_way or Sample.objects.create(
            seed=secrets.randbelow(2**31) if seed is None else seed, size=size, asked_at=now, asked_by=by.id
        )
        details = {"size": sample.size, "seed": sample.seed}
        record([Entry("ask_sample", "asked", details=details)], by=by, purpose=purpose)
        draw.defer(sample_id=str(sample.id))
    return sample


def judge_pair(sample_id: UUID, place: int, verdict: str, *, by: Caller, purpose: str) -> Judgement:
    """Say what a pair is, blind; said again, the later counts. Nobody judges a pair she once decided about."""
    by.require("review")
    by.require_purpose(purpose)
    if verdict not in list(Verdict):
        says = "Say whether the two are the same person, different people, or cannot be told apart."
        raise InvalidInput([Finding("verdict_unknown", "verdict", says, "Choose one of the three.")])
    with transaction.atomic():
        pair = SampledPair.objects.select_related("stratum").select_for_update(of=("self",)).filter(
            stratum__sample_id=sample_id, place=place
        ).first()  # fmt: skip
        if pair is None:
            raise NotFound("There is no such pair in this sample.", fix="Open the sample again.")
        said = Judgement.objects.filter(pair=pair, reviewer=by.id).first()
        if said is None and not open_pairs(sample_id, by=by).filter(pk=pair.pk).exists():
            raise Conflict("This pair is not yours to judge: it has been judged, or you decided about it once.")
        made, _ = Judgement.objects.update_or_create(
            pair=pair, reviewer=by.id, defaults={"verdict": verdict, "at": timezone.now()}
        )
        ulns = [pair.first_id, *([pair.second_id] if pair.second_id else [])]
        record([Entry("judge_pair", verdict, ulns, details={"again": said is not None})], by=by, purpose=purpose)
    return made


def _refuse_unfit(size: int, seed: int | None) -> None:
    found, most = [], load_sampling().largest
    if not 1 <= size <= most:
        found.append(Finding("sample_size", "size", "A sample has at least one pair.", f"Take from 1 to {most}."))
    if seed is not None and not 0 <= seed < 2**31:
        found.append(Finding("sample_seed", "seed", "The seed is a whole number.", f"Take from 0 to {2**31 - 1}."))
    if found:
        raise InvalidInput(found)
