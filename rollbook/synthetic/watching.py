"""Play an invented year past the watch, as a register would: a look every few searches, learners held as they come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rollbook.organisations.watch import Home, Kind, Search, Verdict, Watch, judge, judge_organisation, until_next_look
from rollbook.synthetic.searching import Question, Year


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one credential: when, after how many searches of its own (and misused ones), and the verdict."""

    by: str
    at: datetime
    searches: int
    misused: int
    verdict: Verdict


@dataclass(slots=True)
class _Credential:
    made: list[Question] = field(default_factory=list)
    misused: int = 0
    until_look: int = 0


@dataclass(slots=True)
class _Learners:
    """Whom the organisation holds as the year goes on."""

    areas: Counter[str]
    born: Counter[int]
    coming: list[tuple[datetime, str, int]]
    days: Counter[str] = field(default_factory=Counter)

    def home(self, now: datetime, *, teaches: bool) -> Home:
        while self.coming and self.coming[-1][0] <= now:
            _, area, born = self.coming.pop()
            self.areas[area] += 1
            self.born[born] += 1
        before = max((count for day, count in self.days.items() if day != str(now.date())), default=0)
        return Home(sum(self.born.values()), self.areas, self.born, busiest_day=before, teaches=teaches)


def looks(year: Year, watch: Watch) -> Iterator[Look]:
    """Every look of the year, in order: at each credential, and (`by` is "") at all of the organisation together."""
    credentials: dict[str, _Credential] = defaultdict(_Credential)
    learners = _learners(year)
    teaches = year.kind not in watch.kinds_that_teach_nobody
    for question in year.questions:
        learners.days[str(question.at.date())] += 1
        for by in (question.by, ""):
            one = credentials[by]
            one.made.append(question)
            one.misused += question.is_misuse
            one.until_look -= 1
            if one.until_look < 0:
                home = learners.home(question.at, teaches=teaches)
                window = _window(one.made, question.at, watch)
                verdict = (judge if by else judge_organisation)(window, home, watch, now=question.at)
                one.until_look = until_next_look(verdict, watch) - 1
                yield Look(by, question.at, len(one.made), one.misused, verdict)


def _learners(year: Year) -> _Learners:
    coming = {
        (question.held_from, question.area, question.born)
        for question in year.questions
        if question.held_from is not None and question.born and question.held_from > year.questions[0].at
    }
    return _Learners(
        Counter(area for area, _ in year.held), Counter(born for _, born in year.held), sorted(coming, reverse=True)
    )


def _window(made: list[Question], now: datetime, watch: Watch) -> list[Search]:
    since = now - timedelta(days=watch.days)
    found = [search for each in made[-watch.rows :] if each.at >= since for search in _searches(each, now)]
    return sorted(found, key=lambda each: each.at)[-watch.rows :]


def _searches(each: Question, now: datetime) -> Iterator[Search]:
    is_held = each.held_from is not None and each.held_from <= now
    yield Search(
        at=each.at,
        kind=Kind(each.kind),
        area=each.area,
        born=each.born,
        block=each.block,
        place=each.place,
        is_held=is_held and not each.is_new,
        by=each.by,
    )
    if is_held and each.is_new and each.held_from is not None:
        yield Search(at=each.held_from, kind=Kind.REGISTERED, by=each.by)
