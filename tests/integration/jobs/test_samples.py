"""Samples: drawn by a seed, judged blind, by nobody who decided before, and turned into figures."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound, Unavailable
from rollbook.organisations import Caller
from rollbook.service.actions.learners import duplicates
from rollbook.service.actions.learners.links import link
from rollbook.service.actions.samples import ask_sample, judge_pair
from rollbook.service.actions.sampling import draw_sample
from rollbook.service.audit.log import record
from rollbook.service.models import AccessLog, DuplicateCase, Judgement, Sample, SampledPair
from rollbook.service.readers.accuracy import results
from rollbook.service.readers.samples import last_judged, pair_to_judge, progress, samples

STAFF = "register_upkeep"
GIVEN = ("Aurelia", "Balthazar", "Clementine", "Dashiell", "Esmeralda", "Florian", "Guinevere", "Horatio")


@pytest.fixture
def reviewer(caller) -> Caller:
    return caller("reviewer")


@pytest.fixture
def second(caller) -> Caller:
    return caller("reviewer", name="second")


@pytest.fixture
def crowd(add):
    """Eight people, each with a second record that has another postcode and gender."""
    fields = [
        {"given_name": name, "family_name": f"{name[::-1].capitalize()}son", "date_of_birth": f"200{n}-05-1{n}"}
        for n, name in enumerate(GIVEN)
    ]
    first = add(*[{**each, "postcode": f"ZE{n} 0AA", "gender": "1"} for n, each in enumerate(fields, start=1)])
    again = add(*[{**each, "postcode": f"LE{n} 3BB", "gender": "2"} for n, each in enumerate(fields, start=1)])
    return list(zip(first, again, strict=True))


@pytest.fixture
def drawn(crowd, reviewer):
    return sample(reviewer)


def sample(by, *, size=100, seed=7):
    made = ask_sample(size, seed=seed, by=by, purpose=STAFF)
    draw_sample(made.pk)
    return Sample.objects.get(pk=made.pk)


def judge(sample, by, verdict="same", *, most=100):
    for _ in range(most):
        pair = pair_to_judge(sample.pk, by=by, purpose=STAFF)
        if pair is None:
            return
        judge_pair(sample.pk, pair["place"], verdict, by=by, purpose=STAFF)


def pairs(sample):
    return {(each.first_id, each.second_id): each for each in SampledPair.objects.filter(stratum__sample=sample)}


def test_a_sample_holds_the_pairs_that_share_a_key_each_once(drawn, crowd):
    assert set(pairs(drawn)) == {tuple(sorted(each)) for each in crowd}
    assert drawn.learners == 16
    assert [each.population for each in drawn.strata.all()] == [8.0]


def test_the_same_seed_draws_the_same_pairs_in_the_same_order(drawn, reviewer):
    again = sample(reviewer, seed=7)
    other = sample(reviewer, seed=8)
    order = [[each.first_id for each in _in_order(one)] for one in (drawn, again, other)]
    assert order[0] == order[1] != order[2]


def test_a_sample_is_as_large_as_asked_for(crowd, reviewer):
    assert len(pairs(sample(reviewer, size=5))) == 5


def test_links_and_candidates_passed_over_are_strata_of_their_own(crowd, reviewer):
    (first, again), (passed, over) = crowd[0], sorted(crowd[1])
    link(again, first, reason="One person.", by=reviewer, purpose=STAFF)
    DuplicateCase.objects.create(
        first_id=passed, second_id=over, source="override", weight=1.0, reported_by="user:x", opened_at=timezone.now()
    )
    made = sample(reviewer)
    kinds = {each.stratum.kind for each in SampledPair.objects.filter(stratum__sample=made)}
    assert {"linked", "passed_over"} <= kinds
    assert SampledPair.objects.get(stratum__sample=made, stratum__kind="linked").not_by == reviewer.id


def test_a_pair_is_shown_without_number_score_or_decision(drawn, crowd, reviewer):
    shown = str(pair_to_judge(drawn.pk, by=reviewer, purpose=STAFF))
    assert "Horatio" in shown or any(name in shown for name in GIVEN)
    assert not any(str(uln) in shown for both in crowd for uln in both)
    assert set(pair_to_judge(drawn.pk, by=reviewer, purpose=STAFF)) == {"place", "said", "rows"}


def test_to_see_and_to_judge_a_pair_are_logged_for_both_learners(drawn, reviewer):
    judge(drawn, reviewer, most=1)
    lines = AccessLog.objects.filter(action__in=["read_pair", "judge_pair"])
    assert [len(line.ulns) for line in lines] == [2, 2]


def test_a_reviewer_judges_each_pair_once_and_another_only_those_judged_twice(drawn, reviewer, second):
    judge(drawn, reviewer)
    twice = SampledPair.objects.filter(stratum__sample=drawn, twice=True).count()
    assert progress(drawn.pk, by=second)["waiting"] == twice
    judge(drawn, second)
    counted = progress(drawn.pk, by=reviewer)
    assert (counted["given"], counted["needed"], counted["waiting"]) == (8 + twice, 8 + twice, 0)


def test_who_decided_about_a_pair_does_not_judge_it(crowd, reviewer, second):
    link(crowd[0][1], crowd[0][0], reason="One person.", by=reviewer, purpose=STAFF)
    made = sample(reviewer)
    mine = SampledPair.objects.get(stratum__sample=made, stratum__kind="linked")
    with pytest.raises(Conflict):
        judge_pair(made.pk, mine.place, "same", by=reviewer, purpose=STAFF)
    assert progress(made.pk, by=second)["waiting"] == progress(made.pk, by=reviewer)["waiting"] + 1


def test_who_settled_a_case_of_the_pair_does_not_judge_it(crowd, reviewer, second):
    case = duplicates.report(*crowd[0], said="x", by=reviewer, purpose=STAFF)
    duplicates.settle(case.id, same_person=False, survivor=None, reason="Two.", by=reviewer, purpose=STAFF)
    assert pairs(sample(second))[tuple(sorted(crowd[0]))].not_by == reviewer.id


def test_a_verdict_can_be_thought_over_and_the_log_keeps_both(drawn, reviewer):
    judge(drawn, reviewer, "same", most=1)
    place = last_judged(drawn.pk, by=reviewer)
    assert pair_to_judge(drawn.pk, place=place, by=reviewer, purpose=STAFF)["said"] == "same"
    judge_pair(drawn.pk, place, "different", by=reviewer, purpose=STAFF)
    assert Judgement.objects.get().verdict == "different"
    assert AccessLog.objects.filter(action="judge_pair").count() == 2


def test_a_pair_of_another_place_or_sample_is_not_found(drawn, reviewer, second):
    judge(drawn, reviewer, most=1)
    with pytest.raises(NotFound):
        judge_pair(drawn.pk, 999, "same", by=reviewer, purpose=STAFF)
    with pytest.raises(NotFound):
        pair_to_judge(drawn.pk, place=last_judged(drawn.pk, by=reviewer), by=second, purpose=STAFF)
    with pytest.raises(NotFound):
        pair_to_judge(uuid.uuid4(), by=reviewer, purpose=STAFF)


@pytest.mark.parametrize(("size", "seed"), [(0, 1), (-3, 1), (10_000, 1), (10, -1), (10, 2**31)])
def test_a_sample_of_no_size_or_seed_is_refused(reviewer, size, seed):
    with pytest.raises(InvalidInput):
        ask_sample(size, seed=seed, by=reviewer, purpose=STAFF)


def test_an_unknown_verdict_is_refused(drawn, reviewer):
    with pytest.raises(InvalidInput):
        judge_pair(drawn.pk, 1, "perhaps", by=reviewer, purpose=STAFF)


def test_one_sample_is_drawn_at_a_time(reviewer):
    ask_sample(10, by=reviewer, purpose=STAFF)
    with pytest.raises(Conflict):
        ask_sample(10, by=reviewer, purpose=STAFF)


def test_a_sample_that_no_worker_drew_is_asked_for_again(reviewer):
    made = ask_sample(10, by=reviewer, purpose=STAFF)
    Sample.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert ask_sample(20, by=reviewer, purpose=STAFF).pk == made.pk
    assert Sample.objects.count() == 1


def test_a_draw_that_fails_leaves_nothing_and_can_be_done_again(crowd, reviewer, monkeypatch):
    made = ask_sample(10, by=reviewer, purpose=STAFF)
    monkeypatch.setattr("rollbook.service.actions.sampling.record", _fail)
    with pytest.raises(Unavailable):
        _apart(made.pk)
    monkeypatch.setattr("rollbook.service.actions.sampling.record", record)
    assert not SampledPair.objects.exists()
    assert draw_sample(made.pk) == 8


def test_a_sample_drawn_twice_by_two_workers_is_drawn_once(drawn):
    assert draw_sample(drawn.pk) == 0
    assert SampledPair.objects.filter(stratum__sample=drawn).count() == 8


def test_a_register_without_pairs_gives_an_empty_sample_and_no_figures(reviewer):
    made = sample(reviewer)
    assert pair_to_judge(made.pk, by=reviewer, purpose=STAFF) is None
    found = results(made.pk, by=reviewer, purpose=STAFF)
    assert (found["figures"]["recall"], found["matrix"], found["communities"]) == (None, None, [])


def test_a_removed_learner_leaves_a_pair_that_nobody_is_asked_about(drawn, crowd, caller, reviewer):
    from rollbook.service.actions.learners.delete import delete

    delete(crowd[0][0], reason="Made by mistake.", by=reviewer, purpose=STAFF)
    assert progress(drawn.pk, by=reviewer)["waiting"] == 7


def test_figures_wait_until_enough_pairs_are_judged(drawn, reviewer):
    judge(drawn, reviewer, "same")
    found = results(drawn.pk, by=reviewer, purpose=STAFF)
    assert found["verdicts"] == {"same": 8, "different": 0, "cannot_tell": 0, "waiting": 0}
    assert found["figures"]["suspected"] is None  # eight are too few
    assert all(each["judged"] is None for each in found["communities"])


def test_figures_of_enough_pairs_have_their_interval(add, reviewer, monkeypatch):
    people = [
        {"given_name": name, "family_name": f"{name}{other}", "date_of_birth": f"20{n:02}-0{m}-11"}
        for n, name in enumerate(GIVEN)
        for m, other in enumerate(("ton", "well"), start=1)
    ]
    for postcode, gender in (("ZE1 0AA", "1"), ("LE1 3BB", "2")):
        add(*[{**each, "postcode": postcode, "gender": gender} for each in people])
    made = sample(reviewer)
    judge(made, reviewer, "same")
    found = results(made.pk, by=reviewer, purpose=STAFF)
    shown = found["figures"]["suspected"]
    assert (shown["value"], shown["high"]) == (100.0, 100.0)
    assert 50 < shown["low"] < 100
    assert sum(each["drawn"] for each in found["strata"]) == len(pairs(made))


def test_two_reviewers_who_differ_make_a_pair_that_cannot_be_told(drawn, reviewer, second):
    SampledPair.objects.filter(stratum__sample=drawn).update(twice=True)
    judge(drawn, reviewer, "same")
    judge(drawn, second, "different")
    found = results(drawn.pk, by=reviewer, purpose=STAFF)
    assert found["verdicts"]["cannot_tell"] == 8
    assert (found["agreement"]["judged"], found["agreement"]["agreed"]) == (8, 0)


def test_the_list_of_samples_says_how_far_each_is(drawn, reviewer):
    judge(drawn, reviewer, most=3)
    (shown,) = samples(by=reviewer)
    assert (shown["pairs"], shown["own"], shown["seed"]) == (8, 3, 7)


def _fail(*_, **__):
    raise Unavailable


def _apart(sample_id):
    with transaction.atomic():
        draw_sample(sample_id)


def _in_order(sample):
    return SampledPair.objects.filter(stratum__sample=sample).order_by("place")
