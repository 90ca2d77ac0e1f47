"""From the recent searches of one credential to what was seen in them and what follows. No clock, no storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rollbook.organisations.watch.figures import FIGURES, Figure, Window
from rollbook.organisations.watch.rules import Effect, Rule, Watch
from rollbook.organisations.watch.searches import Home, Search, unsettled


@dataclass(frozen=True, slots=True)
class Seen:
    """What one rule saw: how far it goes, its figure beside its thresholds, and the sentence with the counts."""

    rule: str
    title: str
    effect: Effect
    value: float
    unit: str
    of: int
    thresholds: Mapping[str, float | None]
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules together saw of one credential. `because` says in one sentence why the effect is what it is."""

    effect: Effect
    seen: tuple[Seen, ...]
    because: str
    searches: int
    unsettled: int


def judge(searches: Sequence[Search], home: Home, watch: Watch, *, now: datetime) -> Verdict:
    """The verdict on a credential's last searches, oldest first."""
    rules = [rule for rule in watch.rules if home.teaches or rule.any_organisation]
    return _judge(searches, home, watch, rules, now=now)


def judge_organisation(searches: Sequence[Search], home: Home, watch: Watch, *, now: datetime) -> Verdict:
    """The verdict on the last searches of all credentials together: nothing, where they are one credential's affair."""
    rules = [each for each in watch.rules if (home.teaches or each.any_organisation) and not each.one_credential]
    verdict = _judge(searches, home, watch, rules, now=now)
    made = Counter(each.by for each in unsettled(searches, watch))
    if max(made.values(), default=0) * 100 > sum(made.values()) * watch.leading_percent:
        return Verdict(Effect.NOTHING, (), "", verdict.searches, verdict.unsettled)
    return verdict


def _judge(searches: Sequence[Search], home: Home, watch: Watch, rules: Sequence[Rule], *, now: datetime) -> Verdict:
    open_ = unsettled(searches, watch)
    window = Window(searches, open_, home, now, watch)
    found = (_seen(rule, FIGURES[rule.code](window, rule)) for rule in rules)
    seen = tuple(sorted((each for each in found if each is not None), key=lambda each: -each.effect))
    effect, because = _together(seen, watch)
    return Verdict(effect, seen, because, len(searches), len(open_))


def until_next_look(verdict: Verdict, watch: Watch) -> int:
    """After how many searches more the credential is to be looked at again."""
    if verdict.effect is not Effect.NOTHING:
        return watch.look_closer
    return watch.look_seldom if verdict.unsettled < watch.few_unsettled else watch.look_every


def _seen(rule: Rule, figure: Figure) -> Seen | None:
    effect = rule.effect_of(figure.value) if figure.of >= rule.least else Effect.NOTHING
    if effect is Effect.NOTHING:
        return None
    return Seen(
        rule=rule.code,
        title=rule.title,
        effect=effect,
        value=round(figure.value, 1),
        unit=rule.unit,
        of=figure.of,
        thresholds={str(each): rule.threshold(each) for each in (Effect.TELL, Effect.SLOW, Effect.STOP)},
        says=rule.says.format(**figure.counts),
    )


def _together(seen: Sequence[Seen], watch: Watch) -> tuple[Effect, str]:
    if not seen:
        return Effect.NOTHING, ""
    alone = seen[0].effect
    points = sum(int(each.effect) for each in seen)
    both = Effect.STOP if points >= watch.together_stop else Effect.SLOW if points >= watch.together_slow else alone
    if both > alone:
        return both, f"{len(seen)} rules speak of it at the same time."
    return alone, seen[0].says
