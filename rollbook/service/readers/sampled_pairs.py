"""The pairs a sample is drawn from: answers to batch rows, links, candidates passed over, records that share a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from rollbook.matching import Normal, normalise, score
from rollbook.matching.accuracy import Band, band_of, bands, load_sampling, total
from rollbook.register.find import Judge
from rollbook.service.actions.batches.working import open_row
from rollbook.service.actions.learners.changing import details_of as details_of_learner
from rollbook.service.actions.learners.fields import details
from rollbook.service.models import BatchRow, Learner, SampleStratum
from rollbook.service.readers.candidates import candidates, details_of
from rollbook.service.sql import sql
from rollbook.standards import layout_of, return_code

Kind = SampleStratum.Kind
FOUND = ("found", "linked")  # a row's learner was met by her details; with a number given, she is verified instead
CHUNK = 250  # learners whose keys are looked under at a time


@dataclass(frozen=True, slots=True)
class Pair:
    """A record and another record, or the row of a batch (`row` is its id); `not_by` decided about it once."""

    first: int
    weight: float
    second: int | None = None
    row: int | None = None
    not_by: str = ""


@dataclass(slots=True)
class Found:
    """The pairs of a stratum that can be drawn, and how many there are in all, with the error of that."""

    population: float = 0.0
    error: float = 0.0
    pairs: list[Pair] = field(default_factory=list)


Strata = dict[tuple[str, Band | None], Found]


def strata(seed: int, judge: Judge, *, learners: int) -> Strata:
    """Everything that can be drawn, by kind and band; the same for the same seed and register."""
    found: Strata = {
        (Kind.EXACT, None): _answers(seed, judge, chosen=False),
        (Kind.CHOSEN, None): _answers(seed, judge, chosen=True),
        (Kind.LINKED, None): _pairs("samples/links", seed, judge),
        (Kind.PASSED_OVER, None): _pairs("samples/passed_over", seed, judge),
    }
    found |= _sharing_a_key(seed, judge, learners=learners)
    return {name: each for name, each in found.items() if each.pairs}


def asked_details(row: BatchRow) -> dict[str, str]:
    """What the row of a batch says of a learner, by field."""
    return open_row(row, layout_of(row.batch.standard, row.batch.version)).learner


def _answers(seed: int, judge: Judge, *, chosen: bool) -> Found:
    codes = [return_code(name).code for name in FOUND]
    rows = _rows("samples/rows", seed=seed, codes=codes, chosen=chosen)
    kept = {row.pk: row for row in BatchRow.objects.filter(pk__in=[each[0] for each in rows]).select_related("batch")}
    known = _normals(each[1] for each in rows)
    pairs = [
        Pair(uln, _weight(normalise(details(asked_details(kept[row]))), known[uln], judge), row=row, not_by=who)
        for row, uln, who, _ in rows
    ]
    return Found(float(rows[0][3]) if rows else 0.0, 0.0, pairs)


def _pairs(name: str, seed: int, judge: Judge) -> Found:
    rows = _rows(name, seed=seed)
    known = _normals(uln for each in rows for uln in each[:2])
    pairs = [
        Pair(first, _weight(known[first], known[second], judge), second=second, not_by=who)
        for first, second, who, _ in rows
    ]
    return Found(float(rows[0][3]) if rows else 0.0, 0.0, pairs)


def _sharing_a_key(seed: int, judge: Judge, *, learners: int) -> Strata:
    """Pairs of live records met from learners drawn at random, by band; each band with its estimated number."""
    among = bands(judge.possible)
    drawn = [
        (uln, normalise(details_of(columns)))
        for uln, *columns in _rows("samples/learners", seed=seed, most=load_sampling().learners)
    ]
    met: dict[Band, dict[tuple[int, int], float]] = defaultdict(dict)
    counts: dict[Band, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for start in range(0, len(drawn), CHUNK):
        part = drawn[start : start + CHUNK]
        for (uln, own), reached in zip(part, candidates([normal for _, normal in part]), strict=True):
            for other, weight in _weights(uln, own, reached, judge).items():
                band = band_of(weight, among)
                if band is not None:
                    met[band][min(uln, other), max(uln, other)] = weight
                    counts[band][uln] += 1
    return {
        (Kind.SUSPECTED if band.low >= judge.possible else Kind.BELOW, band): _of_band(
            pairs, [counts[band][uln] for uln, _ in drawn], learners=learners
        )
        for band, pairs in met.items()
    }


def _weights(uln: int, own: Normal, reached: Sequence[Any], judge: Judge) -> dict[int, float]:
    """The weight of each live record met, always with the lower number asking, so that a pair has one weight."""
    return {
        known.uln: _weight(own, known.normal, judge) if uln < known.uln else _weight(known.normal, own, judge)
        for known in reached
        if known.uln == known.survivor and known.uln != uln
    }


def _of_band(pairs: Mapping[tuple[int, int], float], counts: Sequence[int], *, learners: int) -> Found:
    population, error = total(counts, of=max(learners, len(counts)))
    ordered = sorted(pairs.items())
    # There are at least as many as were met.
    return Found(
        max(population, len(pairs)), error, [Pair(low, weight, second=high) for (low, high), weight in ordered]
    )


def _normals(ulns: Iterable[int]) -> dict[int, Normal]:
    return {learner.pk: normalise(details_of_learner(learner)) for learner in Learner.objects.filter(pk__in=set(ulns))}


def _weight(asked: Normal, known: Normal, judge: Judge) -> float:
    return score(asked, known, model=judge.model, register_size=judge.register_size).weight


def _rows(name: str, **parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql(name), {"most": load_sampling().largest, **parameters})
        return list(cursor.fetchall())
