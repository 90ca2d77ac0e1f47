"""A sample holds the answers to batch files too: what was met exactly, and what somebody chose."""

from __future__ import annotations

import pytest

from rollbook.service.actions.batches import settling
from rollbook.service.actions.samples import ask_sample, judge_pair
from rollbook.service.actions.sampling import draw_sample
from rollbook.service.models import BatchRow, SampledPair
from rollbook.service.readers.accuracy import results
from rollbook.service.readers.batches import exceptions
from rollbook.service.readers.samples import pair_to_judge

STAFF = "register_upkeep"


@pytest.fixture
def drawn(sent, someone, caller):
    """A sample after a batch whose rows were new, met exactly, and settled by choice."""
    sent(someone())
    batch = sent(someone(postcode="ze10aa"), someone(given_name="Zulaika"))
    by = caller("batch")
    for waiting in exceptions(batch.id, by=by)[:1]:
        settling.choose(batch.id, waiting["number"], waiting["candidates"][0]["token"], by=by)
    made = ask_sample(50, seed=1, by=caller("reviewer"), purpose=STAFF)
    draw_sample(made.pk)
    return made


def kinds(sample):
    rows = SampledPair.objects.filter(stratum__sample=sample).select_related("stratum", "row")
    return sorted((each.stratum.kind, each.row.number if each.row else 0) for each in rows)


def test_rows_met_exactly_and_rows_somebody_chose_for_are_strata(drawn):
    assert kinds(drawn) == [("chosen", 2), ("exact", 1)]


def test_who_chose_is_noted_and_a_row_is_shown_beside_the_record(drawn, caller):
    chosen = SampledPair.objects.get(stratum__sample=drawn, stratum__kind="chosen")
    assert chosen.not_by == caller("batch").id
    shown = [pair_to_judge(drawn.pk, by=caller("reviewer"), purpose=STAFF)]
    judge_pair(drawn.pk, shown[0]["place"], "same", by=caller("reviewer"), purpose=STAFF)
    shown.append(pair_to_judge(drawn.pk, by=caller("reviewer"), purpose=STAFF))
    given = [{row["left"] for row in each["rows"]} | {row["right"] for row in each["rows"]} for each in shown]
    assert any({"Zuleika", "Zulaika"} <= values for values in given)


def test_a_row_that_is_gone_is_not_asked_about(drawn, caller):
    SampledPair.objects.filter(stratum__sample=drawn).update(row=None)
    assert pair_to_judge(drawn.pk, by=caller("reviewer"), purpose=STAFF) is None


def test_the_figures_of_answers_wait_for_enough_pairs(drawn, caller):
    assert results(drawn.pk, by=caller("reviewer"), purpose=STAFF)["figures"]["exact"] is None
    assert BatchRow.objects.count() == 3
