"""Samples, judgements and thresholds: each constraint has a test that breaks it; what is kept stays."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rollbook.service.models import Judgement, Sample, SampledPair, SampleStratum, ThresholdChange
from tests.integration.database.statements import A, B, C, breaks, make, refused, run


@pytest.fixture
def stratum(three):
    now = timezone.now()
    sample = Sample.objects.create(seed=1, size=5, asked_at=now, asked_by="r", drawn_at=now, possible=-7.4, learners=3)
    return SampleStratum.objects.create(sample=sample, kind="below", low=-9.0, high=-8.0, population=3)


def test_a_sample_is_drawn_whole_and_one_at_a_time(db):
    now = timezone.now()
    start = {"seed": 1, "size": 5, "asked_at": now, "asked_by": "r"}
    assert breaks(make(Sample, **{**start, "size": 0})) == "sample_has_a_size"
    assert breaks(make(Sample, **start, drawn_at=now)) == "sample_drawn_whole"
    assert breaks(make(Sample, **start, possible=-7.4)) == "sample_drawn_whole"
    make(Sample, **start)()
    assert breaks(make(Sample, **start)) == "one_sample_drawn_at_a_time"


def test_a_stratum_is_of_a_known_kind_once_and_counts_forward(stratum):
    start = {"sample": stratum.sample, "kind": "linked", "population": 1}
    make(SampleStratum, **start)()
    assert breaks(make(SampleStratum, **start)) == "one_stratum_of_a_kind_and_band"
    assert breaks(make(SampleStratum, **{**start, "kind": "rumour"})) == "stratum_kind_is_known"
    assert breaks(make(SampleStratum, **{**start, "kind": "exact", "population": -1})) == "stratum_counts_forward"


def test_a_pair_is_of_two_and_stands_at_one_place(stratum):
    start = {"stratum": stratum, "place": 1, "first_id": A, "second_id": B, "weight": 1.0}
    make(SampledPair, **start)()
    assert breaks(make(SampledPair, **{**start, "second_id": C})) == "one_pair_at_a_place"
    assert breaks(make(SampledPair, **{**start, "place": 2, "second_id": A})) == "pair_is_of_two"


def test_a_reviewer_judges_a_pair_once_with_a_known_verdict(stratum):
    pair = SampledPair.objects.create(stratum=stratum, place=1, first_id=A, second_id=B, weight=1.0)
    start = {"pair": pair, "reviewer": "r", "verdict": "same", "at": timezone.now()}
    make(Judgement, **start)()
    assert breaks(make(Judgement, **start)) == "one_judgement_a_reviewer"
    assert breaks(make(Judgement, **{**start, "reviewer": "s", "verdict": "perhaps"})) == "verdict_is_known"


def test_a_threshold_is_a_weight_with_a_reason(db):
    start = {"before": -7.4, "reason": "x", "changed_by": "r", "changed_at": timezone.now()}
    assert breaks(make(ThresholdChange, **{**start, "reason": ""})) == "threshold_has_a_reason"
    assert breaks(make(ThresholdChange, **start, possible=99.0)) == "threshold_is_a_weight"
    first = ThresholdChange.objects.create(**start, possible=-5.0)
    make(ThresholdChange, **start, undoes=first)()
    with pytest.raises(DatabaseError), transaction.atomic():
        ThresholdChange.objects.create(**start, undoes=first)


def test_changes_of_the_threshold_stay(db):
    ThresholdChange.objects.create(before=-7.4, reason="x", changed_by="r", changed_at=timezone.now())
    assert "only ever added" in refused("update service_thresholdchange set reason = 'y'")
    assert "only ever added" in refused("delete from service_thresholdchange")
    run("set constraints all immediate")
    assert "only ever added" in refused("truncate service_thresholdchange")


@pytest.mark.parametrize(
    "statement",
    [
        "update service_thresholdchange set reason = 'y'",
        "delete from service_judgement",
        "delete from service_sample",
        "update service_sampledpair set weight = 0",
        "delete from service_sampledpair",
        "update service_samplestratum set population = 9",
    ],
)
def test_the_application_cannot_change_what_was_drawn_or_remove_what_was_said(stratum, statement):
    run("set local role rollbook_app")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run(statement)


def test_the_application_can_draw_a_sample_and_judge_it(stratum):
    run("set local role rollbook_app")
    pair = SampledPair.objects.create(stratum=stratum, place=1, first_id=A, second_id=B, weight=1.0)
    said, _ = Judgement.objects.update_or_create(
        pair=pair, reviewer="r", defaults={"verdict": "same", "at": timezone.now()}
    )
    Judgement.objects.filter(pk=said.pk).update(verdict="different")
    ThresholdChange.objects.create(before=-7.4, reason="x", changed_by="r", changed_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("select verdict from service_judgement")
        assert cursor.fetchall() == [("different",)]
