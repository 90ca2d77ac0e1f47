"""The work of undoing a link: every record the number has led to is repaired, and the number gets back what is its own.

A number may have led to several records, one after the other, where its survivor was linked on. Called inside the
action's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import JSONField, Value

from rollbook.base.errors import Conflict
from rollbook.definitions import ability_to_share
from rollbook.register.consequences import FOLLOWS, NAMES, with_consequences
from rollbook.register.undo import Change, Undo, plan
from rollbook.service.actions.learners.changing import Why, announce, change, locked, plain_record
from rollbook.service.actions.learners.fields import DATES, is_newer
from rollbook.service.models import Learner, LearnerVersion, Link, UnclearValue
from rollbook.service.readers.learners import linked_numbers

# The lists of a record followed from these changes; by a correction only those of what had ever been so.
CORRECTIONS = ("correction", "correct_back")
ORDINARY = ("update", "return", *CORRECTIONS)
REPAIRS = ("restore", "settle")  # by these they were set


@dataclass(frozen=True, slots=True)
class Way:
    """The number of a link and the records it leads to, nearest first, each with the moment since when; all locked."""

    number: Learner
    records: tuple[tuple[Learner, datetime], ...]

    @property
    def latest(self) -> datetime:
        """When the last change to any of them was made."""
        return max(self.number.since, *(record.since for record, _ in self.records))


def way_of(made: Link) -> Way:
    """Lock the number of a link and all it leads to, in the order of the numbers."""
    steps = _steps(made)
    held = {uln: locked(uln) for uln in sorted({made.number_id, *steps})}
    if _steps(made) != steps:
        raise Conflict("Another link of these numbers is being changed. Try again.")
    linked_at = dict(Link.objects.filter(number_id__in=steps, undone_at=None).values_list("number_id", "linked_at"))
    since, records = made.linked_at, []
    for uln in steps:
        records.append((held[uln], since))
        since = max(since, linked_at.get(uln, since))
    return Way(held[made.number_id], tuple(records))


def part(made: Link, way: Way, why: Why, *, now: datetime) -> int:
    """Part the number from all it led to, and say how many details wait for a reviewer."""
    leaving = linked_numbers(made.number_id)
    plans = [(record, _plan(record, since, leaving)) for record, since in way.records]
    unclear = {name: values for _, each in plans for name, values in each.unclear.items()}
    change(way.number, {"status": Learner.Status.LIVE, "linked_to_id": None}, why, now=now)
    returned: set[str] = set()
    for record, each in plans:
        _announce(record, change(record, _typed(each.restored), _as(why, "restore"), now=now), now=now)
        for one in each.returned:
            clear = {name: value for name, value in one.details.items() if name not in unclear}
            kind = "correct_back" if one.was_mistake else "return"
            returned |= set(_receive(way.number, clear, _as(why, kind, one.asked_under), now=now))
    _announce(way.number, returned, now=now)
    UnclearValue.objects.bulk_create(
        [
            UnclearValue(link=made, field=name, under_number=_json(ours), under_survivor=_json(theirs))
            for name, (ours, theirs) in sorted(unclear.items())
        ]
    )
    return len(unclear)


def foreseen(made: Link) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, tuple[Any, Any]]]:
    """What an undo would do now, without doing it: details that return, details that stay, details that are unclear.

    Rows are read and not held: a change made before the undo changes what it does.
    """
    leaving = linked_numbers(made.number_id)
    since, returns, stays = made.linked_at, [], []
    unclear: dict[str, tuple[Any, Any]] = {}
    for uln in _steps(made):
        record = Learner.objects.get(pk=uln)
        undo = _plan(record, since, leaving)
        returns += [{"field": name, "value": value} for one in undo.returned for name, value in one.details.items()]
        unclear |= undo.unclear
        for row in _rows(record, since):
            if row.kind in ORDINARY and row.asked_under not in leaving:
                stays += [
                    {"field": name, "value": pair[1]} for name, pair in row.changed.items() if name not in FOLLOWS
                ]
        onward = Link.objects.filter(number_id=uln, undone_at=None).values_list("linked_at", flat=True).first()
        since = max(since, onward or since)
    last = {each["field"]: each for each in returns if each["field"] not in unclear}
    kept = {each["field"]: each for each in stays if each["field"] not in unclear}
    return list(last.values()), list(kept.values()), dict(unclear)


def give(question: UnclearValue, why: Why, *, now: datetime) -> None:
    """The unclear value belongs to the number that left: it gets it, and the others what stood without it.

    A detail that has been changed since the undo stays as it is: that change was asked under the right number.
    """
    made = question.link
    way = way_of(made)
    now = max(now, way.latest)
    name, ours = question.field, question.under_number
    if not _changed_since(way.number, name, made):
        given = _receive(way.number, {name: ours}, why, now=now)
        _announce(way.number, given, now=now)
    leaving = linked_numbers(made.number_id)
    for record, since in way.records:
        asked = [row for row in _rows(record, since) if row.asked_under in leaving and name in row.changed]
        if asked:
            values: dict[str, Any] = {}
            if plain_record(record)[name] == ours and not _changed_since(record, name, made):
                values = _restored(record, name, question.under_survivor)
            values |= _cleaned(record, values, name, ours, before=asked[0].details)
            _announce(record, change(record, _typed(values), why, now=now), now=now)


def _announce(record: Learner, fields: Iterable[str], *, now: datetime) -> None:
    if named := list(fields):
        announce("corrected", record.pk, fields=named, now=now)


def _steps(made: Link) -> list[int]:
    steps, step = [], made.survivor_id
    while step is not None and step not in steps:
        steps.append(step)
        step = Learner.objects.values_list("linked_to_id", flat=True).get(pk=step)
    return steps


def _rows(record: Learner, since: datetime) -> list[LearnerVersion]:
    return list(LearnerVersion.objects.filter(learner=record, stood_until__gt=since).order_by("version"))


def _plan(record: Learner, since: datetime, leaving: list[int]) -> Undo:
    rows = _rows(record, since)
    start = rows[0].details if rows else plain_record(record)
    changes = [
        Change(
            row.asked_under, {name: (pair[0], pair[1]) for name, pair in row.changed.items()},
            follows=row.kind in ORDINARY, was_mistake=row.kind in CORRECTIONS,
        )
        for row in rows
        if row.kind in (*ORDINARY, *REPAIRS)
    ]  # fmt: skip
    return plan(start, changes, leaving)


def _receive(number: Learner, values: Mapping[str, Any], why: Why, *, now: datetime) -> Mapping[str, Any]:
    """Change the number's own record as it would have been changed, had it not been linked."""
    values = dict(values)
    if "ability_to_share" in values:
        newer = is_newer(values.get("notice_version", ""), number.notice_version)
        before, after = str(number.ability_to_share), str(values["ability_to_share"])
        if ability_to_share.check_change(before, after, newer_notice=newer) is not None:
            del values["ability_to_share"]  # her own earlier choice not to share outranks what was recorded meanwhile
    now_set = with_consequences(plain_record(number), values, was_mistake=why.kind in CORRECTIONS)
    return change(number, _typed(now_set), why, now=now)


def _changed_since(record: Learner, name: str, made: Link) -> bool:
    assert made.undone_at is not None
    return any(name in row.changed for row in _rows(record, made.undone_at))


def _cleaned(
    record: Learner, values: Mapping[str, Any], name: str, ours: Any, *, before: Mapping[str, Any]
) -> dict[str, Any]:
    """The record's lists without what came into them by the number's value, and without what is current again."""
    now = {**plain_record(record), **values}
    if name in NAMES:
        current = [now[each] for each in NAMES]
        kept = [
            each
            for each in record.former_names
            if each in before["former_names"] or (each[name] != ours and [each[column] for column in NAMES] != current)
        ]
        return {"former_names": kept}
    if name == "postcode":
        gone = (ours, now["postcode"])
        kept = [each for each in record.former_postcodes if each in before["former_postcodes"] or each not in gone]
        return {"former_postcodes": kept}
    return {}


def _restored(record: Learner, name: str, value: Any) -> dict[str, Any]:
    if name not in FOLLOWS["identifiers"]:
        return {name: value}
    return with_consequences(plain_record(record), {name: value})


def _as(why: Why, kind: str, asked_under: int | None = None) -> Why:
    return Why(why.by, why.purpose, kind, asked_under or why.asked_under, why.reason)


def _json(value: Any) -> Any:
    # None by itself would be stored as no value at all.
    return Value(None, JSONField()) if value is None else value


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the row holds them: dates were kept as text."""
    return {
        name: date.fromisoformat(value) if name in DATES and isinstance(value, str) else value
        for name, value in values.items()
    }
