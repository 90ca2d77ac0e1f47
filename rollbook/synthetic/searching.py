"""An ordinary year of an ordinary organisation's searches, and misuse: from a seed, as `data/searching.toml` says.

`year(name, seed)` gives an organisation with its questions in the order they are asked; `misuse(name, seed)` the same
of one whose credential is misused, the misuse marked. Nobody is named: a question has the coarse facts of a search.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rollbook.synthetic.tables import table

BEGINS = date(2025, 8, 1)
NUMBERS = 9_000_000_000 // 100  # blocks of a hundred numbers
OWN_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """One search as it happened. `held_from` is when the organisation came to hold the person, None for never;

    `is_new` says that this was by giving a number to somebody whom no search could find.
    """

    at: datetime
    by: str
    kind: str
    area: str
    born: int
    block: int = 0
    place: str = ""
    held_from: datetime | None = None
    is_new: bool = False
    is_misuse: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """An organisation's year: what it is, whom it held before (area, year of birth), and what it asked, in order."""

    name: str
    says: str
    kind: str
    held: Sequence[tuple[str, int]]
    questions: Sequence[Question]


def ordinary_names() -> list[str]:
    """The ordinary organisations there are."""
    return [each["name"] for each in table("searching")["organisation"]]


def misuse_names() -> list[str]:
    """The kinds of misuse there are."""
    return [each["name"] for each in table("searching")["misuse"]]


def year(name: str, seed: int) -> Year:
    """An ordinary year of one of `ordinary_names`."""
    home = _named("organisation", name)
    rng = random.Random(f"{seed} {name}")
    return _year(home, home["says"], _questions(home, home["occasion"], rng), rng)


def misuse(name: str, seed: int) -> Year:
    """A year of one of `misuse_names`: the ordinary work of the organisation it happens in, and the misuse."""
    wrong = _named("misuse", name)
    rng = random.Random(f"{seed} {name}")
    home = _named("organisation", wrong["inside"]) if wrong["inside"] else {**NOBODY, "says": wrong["says"]}
    usual = _questions(home, home["occasion"], rng)
    misused = [
        replace(each, is_misuse=each.held_from is None) for each in _questions(home, wrong["occasion"], rng)
    ]  # fmt: skip
    return replace(_year(home, wrong["says"], [*usual, *misused], rng), name=name)


NOBODY: Mapping[str, Any] = {
    "name": "holds nobody",
    "kind": "training_provider",
    "held": 0,
    "areas": {"EN": 1},
    "elsewhere": 0.0,
    "ages": {"19": 1},
    "occasion": (),
}


def _named(kind: str, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(each for each in table("searching")[kind] if each["name"] == name)
    return found


def _year(home: Mapping[str, Any], says: str, questions: Sequence[Question], rng: random.Random) -> Year:
    held = [_person(home, home, rng, elsewhere=home["elsewhere"], year=BEGINS.year) for _ in range(home["held"])]
    return Year(home["name"], says, home["kind"], held, sorted(questions, key=lambda each: each.at))


def _questions(home: Mapping[str, Any], occasions: Sequence[Mapping[str, Any]], rng: random.Random) -> list[Question]:
    return [question for occasion in occasions for question in _asked(home, occasion, rng)]


def _asked(home: Mapping[str, Any], occasion: Mapping[str, Any], rng: random.Random) -> Iterator[Question]:
    at_once = occasion.get("list", 1)
    moments = sorted(_moment(occasion, rng) for _ in range(-(-occasion["searches"] // at_once)))
    block = rng.randrange(NUMBERS)
    for number, moment in enumerate(moments):
        by = occasion["by"][number % len(occasion["by"])]
        place = f"{by} {rng.randrange(occasion['places'])}" if "places" in occasion else by
        for _ in range(at_once):
            one = _question(home, occasion, moment, rng)
            one = replace(one, by=by, place=place)
            if occasion.get("about") == "sequence":
                block += rng.random() < 0.15
                one = replace(one, block=block)
            yield from _with_company(one, occasion, rng)


def _with_company(one: Question, occasion: Mapping[str, Any], rng: random.Random) -> Iterator[Question]:
    if rng.random() < occasion.get("mistyped", 0.0):
        yield replace(one, at=one.at - timedelta(minutes=1), held_from=None, is_new=False)
    yield one
    if occasion.get("covered"):
        own = replace(one, kind="number", block=rng.randrange(NUMBERS), held_from=OWN_BEFORE)
        yield replace(own, at=one.at + timedelta(minutes=1))


def _question(
    home: Mapping[str, Any], occasion: Mapping[str, Any], at: datetime, rng: random.Random
) -> Question:  # fmt: skip
    area, born = _person(home, occasion, rng, elsewhere=occasion.get("elsewhere", home["elsewhere"]), year=at.year)
    kind = occasion.get("kind", "find")
    if kind == "mixed":
        kind = rng.choice(("find", "number"))
    # By number nothing is known of a person whom the register does not have.
    known = kind == "find" or (occasion.get("about") != "sequence" and rng.random() < 0.9)
    held_from = OWN_BEFORE if occasion.get("about") == "own" else _enrolled(occasion, at, rng)
    return Question(
        at=at,
        by="",
        kind=kind,
        area=area if known else "",
        born=born if known else 0,
        block=rng.randrange(NUMBERS) if kind == "number" else 0,
        held_from=held_from,
        is_new=held_from is not None and kind == "find" and "on" not in occasion and rng.random() < 0.3,
    )


def _enrolled(occasion: Mapping[str, Any], at: datetime, rng: random.Random) -> datetime | None:
    if rng.random() >= occasion.get("enrols", 0.0):
        return None
    if "on" in occasion:
        day = _day(occasion["on"])
        when = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return when if when > at else when.replace(year=when.year + 1)
    return at + timedelta(minutes=occasion.get("after", 3) + rng.random() * 5)


def _moment(occasion: Mapping[str, Any], rng: random.Random) -> datetime:
    first, last = _day(occasion["from"]), _day(occasion["to"])
    days = occasion.get("days", [0, 1, 2, 3, 4])
    while True:
        day = first + timedelta(days=rng.randint(0, (last - first).days))
        if day.weekday() in days:
            break
    begins, ends = occasion["hours"]
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=rng.uniform(begins, ends))


def _day(text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(BEGINS.year if month >= BEGINS.month else BEGINS.year + 1, month, day)


def _person(
    home: Mapping[str, Any], occasion: Mapping[str, Any], rng: random.Random, *, elsewhere: float, year: int
) -> tuple[str, int]:
    ages = occasion.get("ages", home["ages"])
    ages = table("searching")[ages] if isinstance(ages, str) else ages
    age = int(rng.choices(list(ages), list(ages.values()))[0])
    everywhere = table("places")["areas"].split()
    if home["areas"] == "everywhere":
        return rng.choice(everywhere), year - age
    if rng.random() < elsewhere:
        return rng.choice([area for area in everywhere if area not in home["areas"]]), year - age
    return rng.choices(list(home["areas"]), list(home["areas"].values()))[0], year - age
