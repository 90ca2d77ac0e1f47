"""How soon the watch stops misuse, and how seldom it speaks of ordinary work: twenty invented years of each."""

from __future__ import annotations

from statistics import median
from typing import Any

SEEDS = range(101, 121)  # thresholds were fixed on others


def measure(size: int) -> dict[str, Any]:
    """By organisation and by kind of misuse; the size of a register has no part in it."""
    from rollbook.synthetic.searching import misuse_names, ordinary_names

    return {
        "ordinary": {name: _ordinary(name) for name in ordinary_names()},
        "misuse": {name: _misuse(name) for name in misuse_names()},
    }


def _ordinary(name: str) -> dict[str, Any]:
    from rollbook.organisations.watch import Effect, load_watch
    from rollbook.synthetic.searching import year
    from rollbook.synthetic.watching import looks

    searches = told = disturbed = 0
    for seed in SEEDS:
        made = year(name, seed)
        searches += len(made.questions)
        seen = [(each.by, each.verdict.effect) for each in looks(made, load_watch())]
        told += len({by for by, effect in seen if effect is Effect.TELL})
        disturbed += sum(effect >= Effect.SLOW for _, effect in seen)
    return {"searches": searches // len(SEEDS), "told": told / len(SEEDS), "disturbed": disturbed}


def _misuse(name: str) -> dict[str, Any]:
    from rollbook.organisations.watch import Effect, load_watch
    from rollbook.synthetic.searching import misuse
    from rollbook.synthetic.watching import looks

    stopped = []
    for seed in SEEDS:
        seen = looks(misuse(name, seed), load_watch())
        stopped.append(next(each.misused for each in seen if each.misused and each.verdict.effect is Effect.STOP))
    return {"median": median(stopped), "worst": max(stopped)}


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    latest = list(results.values())[-1]
    ordinary = [
        f"| {name} | {each['searches']:,} | {each['told']:g} | {each['disturbed'] or 'never'} |"
        for name, each in latest["ordinary"].items()
    ]
    wrong = [f"| {name} | {each['median']:g} | {each['worst']} |" for name, each in latest["misuse"].items()]
    return "\n".join(
        [
            "## Watched access",
            "",
            f"{len(SEEDS)} invented years of each, seeds {SEEDS[0]} to {SEEDS[-1]}; aim: misuse is stopped within 200"
            " searches, ordinary work never slowed or stopped. What each is: `rollbook/synthetic/data/searching.toml`.",
            "",
            "| Ordinary year of | Searches | Credentials told in a year | Slowed or stopped |",
            "| --- | --- | --- | --- |",
            *ordinary,
            "",
            "| Misuse | Stopped after so many searches (median) | At worst |",
            "| --- | --- | --- |",
            *wrong,
        ]
    )
