"""The rules of the watch, read from `watch.toml`: what a figure must reach before it tells, slows or stops."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

PACKAGED = Path(__file__).with_name("watch.toml")


class Effect(IntEnum):
    """What follows from what was seen, mildest first."""

    NOTHING = 0
    TELL = 1
    SLOW = 2
    STOP = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. A threshold of None means that the rule never goes so far; `least` is how many it must rest on."""

    code: str
    title: str
    says: str
    unit: str
    source: str
    least: int
    tell: float
    slow: float | None = None
    stop: float | None = None
    after_minutes: int = 0
    any_organisation: bool = False
    one_credential: bool = False

    def threshold(self, effect: Effect) -> float | None:
        """What the figure must reach for this effect."""
        return {Effect.TELL: self.tell, Effect.SLOW: self.slow, Effect.STOP: self.stop}.get(effect)

    def effect_of(self, value: float) -> Effect:
        """How far the rule goes at this figure."""
        reached = [
            effect
            for effect in (Effect.TELL, Effect.SLOW, Effect.STOP)
            if (least := self.threshold(effect)) is not None and value >= least
        ]
        return max(reached, default=Effect.NOTHING)


@dataclass(frozen=True, slots=True)
class Known:
    """When an area or an age counts as one of the organisation's own."""

    least_learners: int
    area_learners: int
    area_percent: float
    age_learners: int
    age_percent: float
    age_bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """All of `watch.toml`; see there for what each value means."""

    rows: int
    days: int
    look_every: int
    look_closer: int
    look_seldom: int
    few_unsettled: int
    newest: int
    register_minutes: int
    zone: ZoneInfo
    known: Known
    slow_divisor: int
    together_slow: int
    together_stop: int
    kinds_that_teach_nobody: frozenset[str]
    stopped_credentials: int
    leading_percent: int
    rules: tuple[Rule, ...] = field(default=())


@cache
def load_watch(path: Path | None = None) -> Watch:
    """The rules of this file; of `ROLLBOOK_WATCH`, else the packaged ones, unless told."""
    file = path or Path(os.environ.get("ROLLBOOK_WATCH", PACKAGED))
    return _read(tomllib.loads(file.read_text("utf-8")))


def _read(table: dict[str, Any]) -> Watch:
    window, known = dict(table["window"]), dict(table["known"])
    return Watch(
        **{**window, "zone": ZoneInfo(window["zone"])},
        known=Known(**{**known, "age_bands": tuple(known["age_bands"])}),
        slow_divisor=table["slow"]["divisor"],
        together_slow=table["together"]["slow"],
        together_stop=table["together"]["stop"],
        kinds_that_teach_nobody=frozenset(table["teaches_nobody"]["kinds"]),
        stopped_credentials=table["organisation"]["stopped_credentials"],
        leading_percent=table["organisation"]["leading_percent"],
        rules=tuple(Rule(**row) for row in table.get("rule", ())),
    )
