"""Tries rules for whoever writes them: `python -m rollbook.standards.rules.trying CODE...` says what does not hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import duckdb

from rollbook.standards.rules.catalogue import Tried, tried_rules
from rollbook.standards.rules.form import CHECKS, WITHOUT_QUERY
from rollbook.standards.rules.rule import Rule
from rollbook.standards.rules.trial import Trial, trial


def wrong(trial: Trial, rule: Rule, *checks: str) -> Iterator[str]:
    """A sentence for each thing that does not hold, by these checks or all of them."""
    for name in checks or (WITHOUT_QUERY if rule.checked_by else CHECKS):
        try:
            yield from CHECKS[name](trial, rule)
        except (duckdb.Error, ValueError) as error:
            yield f"cannot be run: {error}"
            return


def main(codes: list[str]) -> int:
    """Try the rules of these codes (all, when none is given) and print what does not hold."""
    chosen: dict[tuple[str, str], list[Tried]] = {}
    faults: list[str] = []
    for tried in tried_rules(*codes, faults=faults):
        chosen.setdefault((tried.standard, tried.version), []).append(tried)
    print(*faults, sep="\n", end="\n" if faults else "")
    count = len(faults)
    for (standard, version), ones in chosen.items():
        with trial([one.rule for one in ones], standard, version) as made:
            for one in ones:
                sentences = list(wrong(made, one.rule))
                count += bool(sentences)
                print(f"{one}:", *(sentences or ["holds"]), sep="\n  " if sentences else " ")
    print(f"{sum(map(len, chosen.values()))} tried, {count} with something wrong.")
    return 1 if count or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
