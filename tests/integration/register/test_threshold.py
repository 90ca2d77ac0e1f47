"""The threshold of possible matches, changed and taken back: audited, within bounds, exact match untouched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.matching import load_thresholds
from rollbook.register.outcomes import ExactMatch, NoMatch, PossibleMatches
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.thresholds import change_threshold, undo_threshold
from rollbook.service.models import AccessLog, DuplicateCase, ThresholdChange
from rollbook.service.readers.candidates import forget, judge
from rollbook.service.readers.thresholds import today, what_if
from tests.integration.jobs.conftest import add

__all__ = ["add"]
STAFF = "register_upkeep"
PACKAGED = load_thresholds().possible


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def change(by, possible, reason="Fewer strangers."):
    made = change_threshold(possible, reason=reason, by=by, purpose=STAFF)
    forget()  # as on commit
    return made


def outcome(by, fields):
    return find([fields], by=by, purpose="enrolment")[0].outcome


def test_without_a_change_the_packaged_threshold_counts(db):
    assert judge().possible == PACKAGED


def test_a_change_counts_and_is_logged_with_before_and_after(reviewer):
    change(reviewer, -4.0)
    assert judge().possible == -4.0
    line = AccessLog.objects.get(action="change_threshold")
    assert (line.outcome, line.details) == ("changed", {"before": PACKAGED, "after": -4.0})
    shown = today(by=reviewer)
    assert (shown["possible"], shown["packaged"], shown["is_changed"]) == (-4.0, PACKAGED, True)


def test_what_is_remembered_is_forgotten_when_the_change_is_committed(reviewer, django_capture_on_commit_callbacks):
    assert judge().possible == PACKAGED
    with django_capture_on_commit_callbacks(execute=True):
        change_threshold(-4.0, reason="Fewer strangers.", by=reviewer, purpose=STAFF)
    assert judge().possible == -4.0


def test_a_change_taken_back_brings_back_what_was_before(reviewer):
    change(reviewer, -4.0)
    second = change(reviewer, -5.0)
    undo_threshold(second.pk, reason="Too many.", by=reviewer, purpose=STAFF)
    forget()
    assert judge().possible == -4.0
    latest = ThresholdChange.objects.order_by("-id").first()
    assert (latest.undoes, latest.before, latest.possible) == (second, -5.0, -4.0)


def test_back_to_the_packaged_threshold_stores_no_number_of_its_own(reviewer):
    first = change(reviewer, -4.0)
    undo_threshold(first.pk, reason="x", by=reviewer, purpose=STAFF)
    forget()
    assert judge().possible == PACKAGED
    assert ThresholdChange.objects.order_by("-id").first().possible is None
    change(reviewer, -4.0)
    assert change(reviewer, None).possible is None


def test_only_the_latest_change_is_taken_back(reviewer):
    first = change(reviewer, -4.0)
    change(reviewer, -5.0)
    with pytest.raises(Conflict):
        undo_threshold(first.pk, reason="x", by=reviewer, purpose=STAFF)
    with pytest.raises(NotFound):
        undo_threshold(first.pk + 1000, reason="x", by=reviewer, purpose=STAFF)


@pytest.mark.parametrize("possible", [-30.0, 5.0, -2.6])
def test_a_threshold_outside_the_safe_bounds_is_refused(reviewer, possible):
    with pytest.raises(InvalidInput):
        change(reviewer, possible)
    assert not ThresholdChange.objects.exists()


def test_a_change_needs_its_reason_and_has_to_change_something(reviewer):
    with pytest.raises(InvalidInput):
        change(reviewer, -4.0, reason=" ")
    with pytest.raises(Conflict):
        change(reviewer, PACKAGED)


@pytest.mark.parametrize("role", ["operator", "super_user", "register", "view_only"])
def test_nobody_else_changes_the_threshold(caller, role):
    with pytest.raises(NotAllowed):
        change(caller(role), -4.0)


def test_a_raised_threshold_hides_a_weak_candidate_and_never_an_exact_match(registered, by, reviewer, someone):
    uln = registered()
    weak = someone(given_name="Zulaika", family_name="Thistlewod", postcode="LE1 1AA", gender="1")
    before = outcome(by, weak)
    assert isinstance(before, PossibleMatches)
    weight = before.candidates[0].match.weight
    forget()
    with connection.cursor() as cursor:  # past the safe bounds, to be above this very candidate
        cursor.execute(
            "insert into service_thresholdchange (possible, before, reason, changed_by, changed_at)"
            " values (%s, -7.4, 'x', 'y', now())",
            [min(weight + 0.1, 10.0)],
        )
    assert outcome(by, weak) == (NoMatch() if weight < 9.9 else before)
    assert outcome(by, someone()) == ExactMatch(uln)


def test_a_what_if_counts_decided_cases_and_the_latest_searches(registered, other, reviewer):
    first = registered()
    second = registered(
        who=other, given_name="Orlando", family_name="Quennell", postcode="LE1 1AA", date_of_birth="1999-05-17",
        gender="1",
    )  # fmt: skip
    low, high = sorted([first, second])
    for weight, state in ((-6.0, "kept_apart"), (-1.0, "linked")):
        DuplicateCase.objects.create(
            first_id=low, second_id=high, source="report", weight=weight, state=state, settled_by="r",
            opened_at="2026-01-01T00:00Z", settled_at="2026-01-02T00:00Z",
        )  # fmt: skip
    found = what_if(-4.0, by=reviewer, purpose=STAFF)
    assert (found["decided"]["kept_apart"].now, found["decided"]["kept_apart"].then) == (1, 0)
    assert (found["decided"]["linked"].now, found["decided"]["linked"].then) == (1, 1)
    assert found["searches"]["of"] == 2
    assert ("none", 2, 2) in found["searches"]["outcomes"]
    assert AccessLog.objects.filter(action="read_what_if").exists()


def test_a_what_if_tells_the_same_whichever_way_the_threshold_moves(add, someone, reviewer):
    add(someone(), someone(family_name="Quennell", postcode="LE1 1AA", gender="1"))  # they weigh -4.8 bits
    up = what_if(-3.0, by=reviewer, purpose=STAFF)["searches"]["outcomes"]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into service_thresholdchange (possible, before, reason, changed_by, changed_at)"
            " values (-3.0, -7.4, 'x', 'y', now())"
        )
    forget()
    down = what_if(PACKAGED, by=reviewer, purpose=STAFF)["searches"]["outcomes"]
    assert [(name, then, now) for name, now, then in up] == down
    assert (up[0], up[1]) == (("none", 0, 2), ("possible", 2, 0))


def test_a_what_if_outside_the_bounds_is_refused(reviewer):
    with pytest.raises(InvalidInput):
        what_if(50.0, by=reviewer, purpose=STAFF)
