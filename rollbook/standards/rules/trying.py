"""Tries rules for whoever writes them: `python -m rollbook.standards.rules.trying CODE...` says what does not hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import duckdb

from rollbook.standards.rules.catalogue import Tried, tried_rules
from rollbook.standards.rules.rule import Example, Rule
from rollbook.standards.rules.trial import Trial, trial


def wrong_examples(trial: Trial, rule: Rule) -> Iterator[str]:
    """A sentence for each example that does not give what it says."""
    try:
        found, expected = trial.reported(rule), trial.expected(rule)
    except (duckdb.Error, ValueError) as error:
        yield f"cannot be run: {error}"
        return
    for number, (example, got, wanted) in enumerate(zip(rule.examples, found, expected, strict=True)):
        if got != wanted:
            yield f"{name_of(rule, number)} reports {listed(got)}, not {listed(wanted)}: {written(example)}"


def name_of(rule: Rule, number: int) -> str:
    """How an example is called: `fails 2`, `passes 1`."""
    failing = len(rule.fails)
    return f"fails {number + 1}" if number < failing else f"passes {number - failing + 1}"


def listed(places: tuple[str, ...]) -> str:
    """Records by path, or `nothing`."""
    return ", ".join(places) or "nothing"


def written(example: Example) -> str:
    """An example in one line."""
    return (f"{example.why}: " if example.why else "") + str(dict(example.changes))


def main(codes: list[str]) -> int:
    """Try the rules of these codes (all, when none is given) and print what does not hold."""
    chosen: dict[tuple[str, str], list[Tried]] = {}
    faults: list[str] = []
    for tried in tried_rules(*codes, faults=faults):
        chosen.setdefault((tried.standard, tried.version), []).append(tried)
    wrong = len(faults)
    print(*faults, sep="\n", end="\n" if faults else "")
    for (standard, version), ones in chosen.items():
        with trial([one.rule for one in ones], standard, version) as made:
            for one in ones:
                sentences = list(wrong_examples(made, one.rule))
                wrong += bool(sentences)
                print(f"{one}: {'holds' if not sentences else ''}", *sentences, sep="\n  ")
    print(f"{sum(map(len, chosen.values()))} tried, {wrong} with something wrong.")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
