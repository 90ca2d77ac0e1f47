"""What decides a search now and where it comes from, and what another threshold would have done. Counts only."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from rollbook.base.errors import InvalidInput
from rollbook.matching import FIELDS, load_model, load_thresholds, normalise
from rollbook.matching.accuracy import Verdict
from rollbook.matching.keys import KINDS
from rollbook.organisations import Caller
from rollbook.register.find import Judge, Known, decide
from rollbook.register.outcomes import PossibleMatches, TooManyMatches, name_of
from rollbook.register.safe_threshold import Moved, bounds, check, moved
from rollbook.service.actions.learners.changing import details_of
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Judgement, Learner, ThresholdChange
from rollbook.service.readers.candidates import candidates, judge
from rollbook.service.readers.people_named import names_of
from rollbook.service.readers.threshold import possible_threshold

REPLAYED = 200  # the learners registered last, whose searches are asked again
OUTCOMES = ("none", "possible", "too_many", "exact", "linked")


def today(*, by: Caller) -> dict[str, Any]:
    """The threshold that counts, the other thresholds, the keys and the model, and every change of the threshold."""
    by.require("review")
    changes = list(ThresholdChange.objects.select_related("undone_by").order_by("-id")[:50])
    names = names_of(each.changed_by for each in changes)
    model = load_model()
    return {
        "possible": possible_threshold(),
        "packaged": load_thresholds().possible,
        "is_changed": bool(changes and changes[0].possible is not None),
        "bounds": bounds(),
        "thresholds": load_thresholds(),
        "about": dict(model.about),
        "keys": [(kind.first, kind.second, kind.locks) for kind in KINDS],
        "details": list(FIELDS),
        "register_size": judge().register_size,
        "changes": [
            {
                "id": each.pk, "possible": each.possible, "before": each.before, "reason": each.reason,
                "changed_by": names[each.changed_by], "changed_at": each.changed_at, "undoes": each.undoes_id,
                "is_latest": place == 0,
            }
            for place, each in enumerate(changes)
        ],
    }  # fmt: skip


def what_if(possible: float, *, by: Caller, purpose: str) -> dict[str, Any]:
    """What this threshold would have done to judged pairs, decided cases and the searches of the learners made last."""
    by.require("review")
    by.require_purpose(purpose)
    if (wrong := check(possible)) is not None:
        raise InvalidInput([wrong])
    with transaction.atomic():
        now = possible_threshold()
        found = {
            "now": now,
            "then": possible,
            "judged": _judged(now, possible),
            "decided": _decided(now, possible),
            "searches": _replayed(now, possible),
        }
        record([Entry("read_what_if", "shown", details={"then": possible})], by=by, purpose=purpose)
    return found


def _judged(now: float, then: float) -> dict[str, Moved]:
    """Pairs of two records that reviewers judged, by verdict: how many would be shown."""
    pairs = Judgement.objects.filter(
        pair__second__isnull=False, pair__stratum__kind__in=["suspected", "below", "linked"]
    )
    rows = list(pairs.values_list("verdict", "pair__weight"))
    return {
        str(verdict): moved([weight for said, weight in rows if said == verdict], now=now, then=then)
        for verdict in Verdict
    }


def _decided(now: float, then: float) -> dict[str, Moved]:
    rows = list(
        DuplicateCase.objects.exclude(state=DuplicateCase.State.OPEN)
        .exclude(weight=None)
        .values_list("state", "weight")
    )
    return {
        state: moved([weight for said, weight in rows if said == state and weight is not None], now=now, then=then)
        for state in ("linked", "kept_apart")
    }


def _replayed(now: float, then: float) -> dict[str, Any]:
    """The searches of the learners registered last, asked again without their own records: how they would end."""
    learners = list(Learner.objects.filter(status=Learner.Status.LIVE).order_by("-created_at", "-pk")[:REPLAYED])
    asked = [normalise(details_of(learner)) for learner in learners]
    reached = candidates(asked) if asked else []
    lower, higher = (_with(each) for each in sorted((now, then)))
    ends: list[tuple[str, str]] = []
    for learner, own, known in zip(learners, asked, reached, strict=True):
        others: list[Known] = [each for each in known if each.survivor != learner.pk]
        wide = decide(own, others, lower)
        # Where nobody is shown at the lower threshold, nobody is at the higher; an exact match knows no threshold.
        narrow = decide(own, others, higher) if isinstance(wide, (PossibleMatches, TooManyMatches)) else wide
        ends.append((name_of(wide), name_of(narrow)) if now <= then else (name_of(narrow), name_of(wide)))
    return {
        "of": len(learners),
        "outcomes": [
            (name, sum(one == name for one, _ in ends), sum(other == name for _, other in ends)) for name in OUTCOMES
        ],
        "changed": sum(one != other for one, other in ends),
    }


def _with(possible: float) -> Judge:
    now = judge()
    return Judge(now.model, now.register_size, possible, now.most_possible)
