"""What the judgements of a sample say: precision, recall and agreement, each with its interval; by name community.

The community of a name is guessed from our own lists of names, for figures of many people only: it is computed here
when figures are asked for, and stored, shown or logged of nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

from django.db import transaction

from rollbook.base.errors import NotFound
from rollbook.matching.accuracy import (
    Stratum,
    Verdict,
    agreement,
    load_sampling,
    precision,
    recall,
    settled,
    wilson,
)
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Judgement, Sample, SampledPair, SampleStratum

Kind = SampleStratum.Kind
TAKEN = (Kind.LINKED, Kind.SUSPECTED)  # the register takes these for one person, or shows them as such
DUPLICATES = (*TAKEN, Kind.BELOW)
MADE = (Kind.EXACT, Kind.CHOSEN, Kind.LINKED)  # two things were taken for one person, by machine or by a person
WIDEST = 50.0  # per cent points; an interval of a community that is wider says nothing and is not shown
ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class _Judged:
    """A pair with its one verdict."""

    pair: SampledPair
    verdict: Verdict | None


def results(sample_id: UUID, *, by: Caller, purpose: str) -> dict[str, Any]:
    """Every figure of a sample as far as it has been judged. A figure of too few pairs is None."""
    by.require("review")
    by.require_purpose(purpose)
    sample = Sample.objects.filter(pk=sample_id).first()
    if sample is None:
        raise NotFound("There is no such sample.", fix="Begin at the list of samples.")
    with transaction.atomic():
        judged, both = _judged(sample)
        rows = list(sample.strata.all())
        record([Entry("read_figures", "shown", details={"pairs": len(judged)})], by=by, purpose=purpose)
    by_stratum: dict[int, list[_Judged]] = defaultdict(list)
    for each in judged:
        by_stratum[each.pair.stratum_id].append(each)
    strata = {row: _counted(row, by_stratum[row.pk]) for row in rows}
    return {
        "id": str(sample.id), "seed": sample.seed, "drawn_at": sample.drawn_at, "possible": sample.possible,
        "learners": sample.learners, "verdicts": _verdicts(judged),
        "figures": _figures(strata),
        "cautious": _figures({row: _counted(row, by_stratum[row.pk], cautious=True) for row in rows}),
        "unjudged": sorted({str(row.kind) for row, each in strata.items() if each.population and not each.judged}),
        "matrix": _matrix(strata),
        "strata": [_stratum(row, by_stratum[row.pk]) for row in sorted(rows, key=_place)],
        "agreement": _agreement(both),
        "communities": _communities(strata, by_stratum),
        "too_few": load_sampling().too_few,
    }  # fmt: skip


def _place(row: SampleStratum) -> tuple[int, float]:
    return ORDER[Kind(row.kind)], row.low or 0.0


def _judged(sample: Sample) -> tuple[list[_Judged], list[tuple[Verdict, Verdict]]]:
    given: dict[int, list[Verdict]] = defaultdict(list)
    for each in Judgement.objects.filter(pair__stratum__sample=sample).order_by("at", "id"):
        given[each.pair_id].append(Verdict(each.verdict))
    pairs = SampledPair.objects.filter(stratum__sample=sample).select_related("first")
    both = [(said[0], said[1]) for said in given.values() if len(said) > 1]
    return [_Judged(pair, settled(given[pair.pk])) for pair in pairs], both


def _counted(row: SampleStratum, judged: Sequence[_Judged], *, cautious: bool = False) -> Stratum:
    """A stratum's counts; what cannot be told is left out, or, cautiously, counts as different people."""
    told = [each.verdict for each in judged if each.verdict and (cautious or each.verdict is not Verdict.CANNOT_TELL)]
    same = sum(verdict is Verdict.SAME for verdict in told)
    return Stratum(row.population, len(told), same, row.kind in TAKEN, row.population_error)


def _figures(strata: dict[SampleStratum, Stratum]) -> dict[str, Any]:
    def of(*kinds: str) -> list[Stratum]:
        return [each for row, each in strata.items() if row.kind in kinds]

    return {
        "exact": _shown(of(Kind.EXACT), "same"),
        "chosen": _shown(of(Kind.CHOSEN), "same"),
        "linked": _shown(of(Kind.LINKED), "same"),
        "suspected": _shown(of(Kind.SUSPECTED), "same"),
        "passed_over": _shown(of(Kind.PASSED_OVER), "same"),
        "recall": _shown(of(*DUPLICATES), "recall"),
    }


def _shown(strata: Sequence[Stratum], figure: str) -> dict[str, Any] | None:
    """A figure with its limits in per cent; None where too few pairs were judged, or none of a stratum."""
    judged = sum(each.judged for each in strata)
    if judged < load_sampling().too_few:
        return None
    found = recall(strata) if figure == "recall" else precision([_as_taken(each) for each in strata])
    if found is None:
        return None
    value, low, high = (round(100 * each, 1) for each in (found.value, found.low, found.high))
    return {"value": value, "low": low, "high": high, "judged": judged}


def _as_taken(each: Stratum) -> Stratum:
    return Stratum(each.population, each.judged, each.same, True, each.population_error)


def _matrix(strata: dict[SampleStratum, Stratum]) -> dict[str, int] | None:
    """How many pairs of the register are what, estimated: taken for one person or not, one person or not."""
    filled = [each for row, each in strata.items() if row.kind in DUPLICATES and each.population]
    if not filled or any(not each.judged for each in filled):
        return None
    counts: Counter[str] = Counter()
    for each in filled:
        same = each.population * each.same / each.judged
        counts["taken_same" if each.accepted else "left_same"] += same  # type: ignore[assignment]
        counts["taken_different" if each.accepted else "left_different"] += each.population - same  # type: ignore[assignment]
    names = ("taken_same", "taken_different", "left_same", "left_different")
    return {name: round(counts[name]) for name in names}


def _stratum(row: SampleStratum, judged: Sequence[_Judged]) -> dict[str, Any]:
    counts = _counted(row, judged)
    share = wilson(counts.same, counts.judged)
    return {
        "kind": row.kind, "low": row.low, "high": row.high, "population": round(row.population),
        "error": round(row.population_error), "drawn": len(judged), "judged": counts.judged, "same": counts.same,
        "different": counts.judged - counts.same,
        "cannot_tell": sum(each.verdict is Verdict.CANNOT_TELL for each in judged),
        "share": None if not counts.judged else tuple(
            round(100 * each, 1) for each in (share.value, share.low, share.high)
        ),
    }  # fmt: skip


def _verdicts(judged: Iterable[_Judged]) -> dict[str, int]:
    counts = Counter(str(each.verdict) if each.verdict else "waiting" for each in judged)
    return {name: counts.get(name, 0) for name in (*map(str, Verdict), "waiting")}


def _agreement(both: Sequence[tuple[Verdict, Verdict]]) -> dict[str, Any]:
    found = agreement(both)
    enough = found.kappa if found.judged >= load_sampling().too_few else None
    return {
        "judged": found.judged,
        "agreed": found.agreed,
        "kappa": None if enough is None else tuple(round(each, 2) for each in (enough.value, enough.low, enough.high)),
    }


def _communities(strata: dict[SampleStratum, Stratum], by_stratum: dict[int, list[_Judged]]) -> list[dict[str, Any]]:
    """For each name community among the judged: links made that are right, and recall; None where they are too few."""
    from rollbook.synthetic.likely_community import likely_community  # numpy and the lists: for this page only

    parts: dict[str, dict[SampleStratum, list[_Judged]]] = defaultdict(lambda: defaultdict(list))
    for row in strata:
        for each in by_stratum[row.pk]:
            if each.verdict:
                person = each.pair.first
                parts[likely_community(person.given_name, person.family_name)][row].append(each)
    return [
        {"community": community, **_of_community(part, strata)}
        for community, part in sorted(parts.items(), key=lambda item: (item[0] == "", item[0]))
    ]


def _of_community(part: dict[SampleStratum, list[_Judged]], whole: dict[SampleStratum, Stratum]) -> dict[str, Any]:
    counted = {row: _share_of(row, judged, whole[row]) for row, judged in part.items()}
    told = sum(each.judged for each in counted.values())

    def of(kinds: Sequence[str], figure: str) -> dict[str, Any] | None:
        if any(row.kind in kinds and each.population and not each.judged for row, each in whole.items()):
            return None  # of a stratum that nobody judged nothing is known of any community either
        found = _shown([each for row, each in counted.items() if row.kind in kinds], figure)
        return found if found and found["high"] - found["low"] < WIDEST else None

    return {
        "judged": told if told >= load_sampling().too_few else None,
        "made": of(MADE, "same"),
        "recall": of(DUPLICATES, "recall"),
    }


def _share_of(row: SampleStratum, judged: Sequence[_Judged], whole: Stratum) -> Stratum:
    """The community's part of a stratum: as large as its part of the judged pairs, with the error of that."""
    mine = _counted(row, judged)
    if not whole.judged or not mine.judged:
        return Stratum(0.0, 0, 0, mine.accepted)
    share = mine.judged / whole.judged
    error = row.population * sqrt(share * (1 - share) / whole.judged)
    return Stratum(row.population * share, mine.judged, mine.same, mine.accepted, error)
