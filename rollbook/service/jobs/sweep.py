"""The nightly sweep: compares learners who changed with the whole register and queues likely duplicates for review.

It works in steps, each a transaction that also says how far it came; a pair that somebody has looked at is never
queued again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from rollbook.matching import Match, Normal, load_thresholds, score
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Sweep
from rollbook.service.readers.candidates import candidates, judge
from rollbook.service.readers.sweep import Pair, known_pairs, next_learners

SWEEPER = Caller("system:sweep", "Nightly sweep", "system", None, "", frozenset(), "worker")


@app.periodic(cron="35 1 * * *")
@app.task(name="rollbook.sweep", queue="upkeep", queueing_lock="sweep", lock="sweep")
def nightly(timestamp: int) -> None:
    """Sweep the learners who changed since the last sweep began."""
    sweep()


def sweep(*, everybody: bool = False) -> Sweep:
    """Go on with the sweep that was interrupted, or begin one, and bring it to its end."""
    under_way = _begun(everybody=everybody)
    while _step(under_way.pk):
        pass
    under_way.refresh_from_db()
    return under_way


def _begun(*, everybody: bool) -> Sweep:
    interrupted = Sweep.objects.filter(finished_at=None).order_by("began_at").first()
    if interrupted is not None:
        return interrupted
    last = None if everybody else Sweep.objects.order_by("-began_at").first()
    return Sweep.objects.create(began_at=timezone.now(), changed_since=last.began_at if last else None)


def _step(number: int) -> bool:
    """One step; False when there was nobody left to compare."""
    with transaction.atomic():
        under_way = Sweep.objects.select_for_update().get(pk=number)
        learners = next_learners(under_way.after, under_way.changed_since, load_policy().sweep_learners)
        opened = _open_cases(_pairs(learners)) if learners else 0
        under_way.compared += len(learners)
        under_way.opened += opened
        if learners:
            under_way.after = learners[-1][0]
        else:
            under_way.finished_at = under_way.finished_at or timezone.now()
            done = {"compared": under_way.compared, "opened": under_way.opened}
            record([Entry("sweep", "done", details=done)], by=SWEEPER, purpose="register_upkeep")
        under_way.save()
    return bool(learners)


def _pairs(learners: Sequence[tuple[int, Normal]]) -> dict[Pair, Match]:
    """The likely duplicates among what the learners' keys reach: each pair once, with its best match."""
    now, least = judge(), load_thresholds().duplicate
    found: dict[Pair, Match] = {}
    for (uln, normal), reached in zip(learners, candidates([normal for _, normal in learners]), strict=True):
        for known in reached:
            if known.survivor == uln:
                continue
            match = score(normal, known.normal, model=now.model, register_size=now.register_size)
            pair = (min(uln, known.survivor), max(uln, known.survivor))
            if match.weight >= least and (pair not in found or match.weight > found[pair].weight):
                found[pair] = match
    return found


def _open_cases(pairs: dict[Pair, Match]) -> int:
    known = known_pairs(pairs) if pairs else set()
    new = {pair: match for pair, match in pairs.items() if pair not in known}
    DuplicateCase.objects.bulk_create(
        [_case(pair, match) for pair, match in new.items()],
        ignore_conflicts=True,  # a provider may report the pair at this very moment
    )
    entries = [Entry("open_case", "sweep", pair) for pair in new]
    if entries:
        record(entries, by=SWEEPER, purpose="register_upkeep")
    return len(new)


def _case(pair: Pair, match: Match) -> DuplicateCase:
    return DuplicateCase(
        first_id=pair[0],
        second_id=pair[1],
        source="sweep",
        weight=match.weight,
        reasons=[reason.says for reason in match.reasons],
        reported_by=SWEEPER.id,
        opened_at=timezone.now(),
    )
