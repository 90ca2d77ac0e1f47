"""The register against a simple model of it: whatever is done in whatever order, what it promises holds.

The model keeps, for each number, the values asked for it one after the other. An undo takes those of the number that
leaves out of the records it led to, and adds them to its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

PEOPLE = [
    ("Zuleika", "2008-02-29", "2"), ("Orlando", "1999-05-17", "1"), ("Una", "2003-11-30", "2"),
    ("Peregrine", "1985-07-04", "1"), ("Saoirse", "2010-01-21", "2"),
]  # fmt: skip
VALUES = {
    "family_name": ["Ash", "Beechcroft", "Cedarholme", "Dunmore"],
    "postcode": ["ZE1 0AA", "LE2 2BB", "TR1 2XX"],
    "email": ["", "one@home.invalid", "two@work.invalid"],
}
STAFF, ENROLMENT = "register_upkeep", "enrolment"


@dataclass(frozen=True)
class Asked:
    """A value asked for, under a number."""

    under: int
    field: str
    value: str


@dataclass
class Number:
    """What the model knows of one number."""

    person: int
    asked: list[Asked]
    to: int | None = None
    deleted: bool = False
    holders: set[str] = field(default_factory=set)

    def value(self, name: str) -> str:
        return [each.value for each in self.asked if each.field == name][-1]


@dataclass
class Standing:
    """A link that stands: where the records of its survivors stood when it began to lead to them."""

    id: Any
    number: int
    survivor: int


class Register(RuleBasedStateMachine):
    """Find, register, update, link, undo, remove and enrol, at two colleges."""

    callers: dict[str, Any] = {}  # noqa: RUF012
    numbers = Bundle("numbers")
    links = Bundle("links")

    def __init__(self) -> None:
        super().__init__()
        from django.db import transaction

        self.model: dict[int, Number] = {}
        self.seen: list[tuple[int, datetime, dict[str, Any]]] = []
        self.marks: dict[tuple[int, int], int] = {}
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        from rollbook.service.readers import candidates

        candidates.forget()

    @rule(target=numbers, person=st.sampled_from(range(len(PEOPLE))), who=st.sampled_from(["one", "two"]))
    def find_and_register(self, person: int, who: str) -> Any:
        """Whoever is there already is found again; whoever is not gets a number never used before."""
        from rollbook.service.actions.learners.find import find
        from rollbook.service.actions.learners.register import Registration, Result, register

        fields = self._fields(person, {name: values[0] for name, values in VALUES.items()})
        by = self.callers[who]
        find([fields], by=by, purpose=ENROLMENT)
        (made,) = register([Registration(fields)], by=by, purpose=ENROLMENT)
        if made.result is Result.UNDECIDED:
            return multiple()
        there = [uln for uln, number in self.model.items() if number.person == person and not number.deleted]
        if made.result is Result.NEW:
            assert made.uln not in self.model
            assert not there
            asked = [Asked(made.uln, name, values[0]) for name, values in VALUES.items()]
            self.model[made.uln] = Number(person, asked, holders={who})
            return made.uln
        assert made.uln in {self._end(uln) for uln in there}
        under = made.outcome.linked if made.result is Result.LINKED else made.uln
        assert self.model[under].person == person or made.uln == self._end(under)
        self.model[under].holders.add(who)
        return multiple()

    @rule(uln=numbers, data=st.data(), name=st.sampled_from(sorted(VALUES)))
    def update(self, uln: int, data: Any, name: str) -> None:
        """A change lands on the survivor and counts its version up by one, or nothing changes."""
        self._update(uln, name, data.draw(st.sampled_from(VALUES[name])))

    def _update(self, uln: int, name: str, value: str) -> None:
        from rollbook.base.errors import Conflict, NotFound
        from rollbook.service.actions.learners.update import update
        from rollbook.service.models import Learner

        end = self._end(uln)
        before = Learner.objects.get(pk=end).version
        by = self.callers[min(self._holders(uln))]
        act = {"reason": "", "by": by, "purpose": ENROLMENT}
        if self.model[end].deleted:
            with pytest.raises(NotFound):
                update(uln, {name: value}, version=None, **act)
            return
        with pytest.raises(Conflict):
            update(uln, {name: value}, version=before - 1, **act)
        done = update(uln, {name: value}, version=before, **act)
        changes = value != self.model[end].value(name)
        assert (done.uln, done.version) == (end, before + changes)
        if changes:
            self.model[end].asked.append(Asked(uln, name, value))

    @rule(made=links, data=st.data(), name=st.sampled_from(sorted(VALUES)))
    def update_under_both(self, made: Standing, data: Any, name: str) -> None:
        """What makes an undo hard: changes under a linked number and under where it leads."""
        for uln in data.draw(st.lists(st.sampled_from([made.number, made.survivor]), min_size=1, max_size=3)):
            self._update(uln, name, data.draw(st.sampled_from(VALUES[name])))

    @rule(target=links, one=numbers, two=numbers)
    def link(self, one: int, two: int) -> Any:
        """Two live numbers are linked; anything else is refused."""
        from rollbook.base.errors import Conflict, NotFound
        from rollbook.service.actions.learners.links import link

        act = {"reason": "one person", "by": self.callers["reviewer"], "purpose": STAFF}
        if one == two or not (self._live(one) and self._live(two)):
            with pytest.raises((Conflict, NotFound)):
                link(one, two, **act)
            return multiple()
        made = link(one, two, **act)
        self.model[one].to = two
        for under in self._family(one):
            self.marks[under, two] = len(self.model[two].asked)
        return Standing(made.id, one, two)

    @rule(made=consumes(links))
    def undo(self, made: Standing) -> None:
        """What was asked under the number goes back, the rest stays; only what both changed is unclear."""
        from rollbook.service.actions.learners.links import undo
        from rollbook.service.models import UnclearValue

        undo(made.id, reason="two people", by=self.callers["reviewer"], purpose=STAFF)
        unclear = set(UnclearValue.objects.filter(link_id=made.id).values_list("field", flat=True))
        leaving = self._family(made.number)
        contested: set[str] = set()
        step: int | None = made.survivor
        while step is not None:
            record = self.model[step]
            mark = self.marks[made.number, step]
            theirs = {each.field for each in record.asked[mark:] if each.under not in leaving}
            ours = {each.field for each in record.asked[mark:] if each.under in leaving}
            contested |= theirs & ours
            goes = [e for e in record.asked[mark:] if e.under in leaving and e.field not in unclear]
            self._take_out(step, mark, goes)
            self.model[made.number].asked += goes
            step = record.to
        assert unclear <= contested
        self.model[made.number].to = None

    @rule(uln=numbers)
    def remove(self, uln: int) -> None:
        """A record in no link is removed for good; one in a link is not."""
        from rollbook.base.errors import Conflict, NotFound
        from rollbook.service.actions.learners.delete import delete

        act = {"reason": "a mistake", "by": self.callers["reviewer"], "purpose": STAFF}
        if self._live(uln) and self._family(uln) == {uln}:
            delete(uln, **act)
            self.model[uln].deleted = True
        else:
            with pytest.raises((Conflict, NotFound)):
                delete(uln, **act)

    @rule(uln=numbers, who=st.sampled_from(["one", "two"]))
    def enrol(self, uln: int, who: str) -> None:
        """With the names of its own record a number enrols, wherever it leads."""
        from django.utils import timezone

        from rollbook.base.errors import NotFound
        from rollbook.service.actions.learners.enrolments import enrol

        number = self.model[uln]
        asked = {
            "uln": str(uln),
            "given_name": PEOPLE[number.person][0],
            "family_name": number.value("family_name"),
        }
        act = {"start": timezone.localdate(), "by": self.callers[who], "purpose": ENROLMENT}
        if number.deleted:
            with pytest.raises(NotFound):
                enrol(asked, **act)
            return
        assert enrol(asked, **act).learner_id == uln
        number.holders.add(who)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def search(self, data: Any) -> None:
        """A record's own details lead to its survivor, or to a list with it; never to anybody else's number."""
        from rollbook.register.outcomes import ExactMatch, LinkedMatch, NoMatch, PossibleMatches
        from rollbook.service.actions.learners.find import find

        uln = data.draw(st.sampled_from(sorted(self.model)))
        number = self.model[uln]
        values = {name: number.value(name) for name in VALUES}
        (found,) = find([self._fields(number.person, values)], by=self.callers["two"], purpose=ENROLMENT)
        match found.outcome:
            case ExactMatch(end):
                assert end == self._end(uln) or number.deleted
                assert self._has_person(end, number.person)
            case LinkedMatch(end, linked):
                assert end == self._end(linked)
                assert self._has_person(end, number.person)
            case PossibleMatches(candidates):
                assert number.deleted or self._end(uln) in {each.uln for each in candidates}
            case NoMatch():
                assert number.deleted

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remember(self, data: Any) -> None:
        """Note how a record stands, to ask for it later."""
        from django.utils import timezone

        uln = data.draw(st.sampled_from(sorted(self.model)))
        self.seen.append((uln, timezone.now(), self._row(uln)))

    @invariant()
    def every_number_leads_to_one_survivor_for_ever(self) -> None:
        from rollbook.service.models import IssuedNumber, Learner
        from rollbook.service.readers.learners import survivors

        assert survivors(self.model) == {uln: self._end(uln) for uln in self.model}
        assert set(IssuedNumber.objects.values_list("pk", flat=True)) == set(self.model)
        for row in Learner.objects.all():
            number = self.model[row.pk]
            expected = "deleted" if number.deleted else "linked" if number.to else "live"
            assert (row.status, row.linked_to_id) == (expected, number.to)

    @invariant()
    def every_record_holds_what_was_asked_for_it_and_nothing_of_others(self) -> None:
        from rollbook.service.models import Learner

        for row in Learner.objects.exclude(status="deleted"):
            number = self.model[row.pk]
            assert {name: getattr(row, name) for name in VALUES} == {name: number.value(name) for name in VALUES}
            was = {each.value for each in number.asked if each.field == "family_name"}
            assert {name["family_name"] for name in row.former_names} <= was
            assert set(row.former_postcodes) <= {each.value for each in number.asked if each.field == "postcode"}

    @invariant()
    def history_is_whole(self) -> None:
        from rollbook.service.models import Learner, LearnerVersion

        for row in Learner.objects.all():
            versions = list(LearnerVersion.objects.filter(learner=row).order_by("version"))
            assert [each.version for each in versions] == list(range(1, row.version))
            ends = [*(each.stood_from for each in versions), row.since]
            assert ends[0] == row.created_at
            assert all(each.stood_until == after for each, after in zip(versions, ends[1:], strict=True))
            assert all(one <= two for one, two in pairwise(ends))

    @invariant()
    def what_was_seen_once_can_be_seen_again(self) -> None:
        from rollbook.service.readers.learners import as_it_stood

        for uln, at, row in self.seen[-3:]:
            stood = as_it_stood(uln, at)
            assert stood is not None
            assert {name: stood[name] for name in row} == row

    def _take_out(self, step: int, mark: int, goes: list[Asked]) -> None:
        record = self.model[step]
        for place in range(len(record.asked) - 1, mark - 1, -1):
            if any(record.asked[place] is each for each in goes):
                del record.asked[place]
                for (under, at), later in self.marks.items():
                    if at == step and later > place:
                        self.marks[under, at] = later - 1

    def _row(self, uln: int) -> dict[str, Any]:
        from rollbook.service.models import Learner

        row = Learner.objects.get(pk=uln)
        return {name: getattr(row, name) for name in ("version", "status", *VALUES, "former_names")}

    def _fields(self, person: int, values: dict[str, str]) -> dict[str, str]:
        given, born, gender = PEOPLE[person]
        return {
            "given_name": given, "date_of_birth": born, "gender": gender, "verification_type": "2",
            "ability_to_share": "1", **values,
        }  # fmt: skip

    def _end(self, uln: int) -> int:
        to = self.model[uln].to
        return uln if to is None else self._end(to)

    def _family(self, uln: int) -> set[int]:
        return {uln}.union(*(self._family(other) for other, number in self.model.items() if number.to == uln))

    def _holders(self, uln: int) -> set[str]:
        return set().union(*(self.model[each].holders for each in self._family(self._end(uln))))

    def _live(self, uln: int) -> bool:
        return self.model[uln].to is None and not self.model[uln].deleted

    def _has_person(self, end: int, person: int) -> bool:
        return any(self.model[each].person == person for each in self._family(end))


@pytest.mark.usefixtures("db")
def test_the_register_keeps_its_promises_whatever_is_done(caller: Any, other_college: Any) -> None:
    Register.callers = {
        "one": caller(name="one"),
        "two": caller(organisation=other_college, name="two"),
        "reviewer": caller("reviewer"),
    }
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
