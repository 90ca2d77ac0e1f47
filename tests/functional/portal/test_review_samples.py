"""Samples and the threshold in pages: drawn, judged one by one, told in figures; tried, changed, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rollbook.matching import load_thresholds
from rollbook.service.actions.sampling import draw_sample
from rollbook.service.models import Judgement, Sample, ThresholdChange
from rollbook.service.readers.candidates import forget
from tests.functional.portal.test_review import text
from tests.integration.jobs.conftest import add

__all__ = ["add"]
pytestmark = pytest.mark.django_db
NAMES = ("Aurelia", "Balthazar", "Clementine", "Dashiell", "Esmeralda", "Florian", "Guinevere", "Horatio",
         "Ignatius", "Jocasta", "Kenelm", "Lucasta")  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def reviewer(signed_in):
    return signed_in("reviewer")


@pytest.fixture
def crowd(add):
    """Twelve people who each stand twice."""
    for postcode, gender in (("ZE1 0AA", "1"), ("LE1 3BB", "2")):
        add(*[
            {"given_name": name, "family_name": f"{name}son", "date_of_birth": f"20{n:02}-05-11", "postcode": postcode,
             "gender": gender}
            for n, name in enumerate(NAMES)
        ])  # fmt: skip


@pytest.fixture
def sample(crowd, reviewer):
    assert reviewer.post("/review/samples", {"size": "50", "seed": "7", "form_key": "s"}).status_code == 303
    made = Sample.objects.get()
    draw_sample(made.pk)
    return made


def say(client, sample, verdict):
    page = client.get(f"/review/samples/{sample.pk}/next").content.decode()
    place = re.search(r'name="place" value="(\d+)"', page)[1]
    key = re.search(r'name="form_key" value="([^"]+)"', page)[1]
    return client.post(f"/review/samples/{sample.pk}/next", {"place": place, "verdict": verdict, "form_key": key})


@pytest.mark.parametrize(
    ("values", "says"),
    [({"size": "many"}, "not a whole number"), ({"size": ""}, "not a whole number"), ({"size": "0"}, "at least one"),
     ({"seed": "-4"}, "not a whole number"), ({"size": "99999"}, "Take from 1")],
)  # fmt: skip
def test_a_sample_that_cannot_be_drawn_is_told_beside_the_field(reviewer, values, says):
    answer = reviewer.post("/review/samples", {"size": "50", "seed": "", "form_key": "s", **values})
    assert says in text(answer)
    assert not Sample.objects.exists()


def test_a_sample_says_that_it_is_being_drawn(reviewer):
    reviewer.post("/review/samples", {"size": "50", "seed": "", "form_key": "s"})
    assert "being drawn" in text(reviewer.get("/review/samples"))
    assert "being drawn" in text(reviewer.get(f"/review/samples/{Sample.objects.get().pk}"))


def test_a_pair_is_shown_blind_and_what_is_said_leads_to_the_next(sample, reviewer):
    shown = text(reviewer.get(f"/review/samples/{sample.pk}/next"))
    assert "Same person or not?" in shown
    assert not re.search(r"\d{3} ?\d{3} ?\d{4}|Strength|threshold", shown)
    answer = say(reviewer, sample, "same")
    assert answer["Location"] == f"/review/samples/{sample.pk}/next"
    assert Judgement.objects.get().verdict == "same"


def test_all_pairs_judged_lead_to_the_figures(sample, reviewer):
    for _ in NAMES:
        say(reviewer, sample, "same")
    assert reviewer.get(f"/review/samples/{sample.pk}/next")["Location"] == f"/review/samples/{sample.pk}"
    shown = text(reviewer.get(f"/review/samples/{sample.pk}"))
    assert "100.0 %" in shown
    assert "No pair waits for you." in shown
    assert "stores nobody’s ethnicity" in shown


def test_figures_of_few_pairs_are_not_shown(sample, reviewer):
    say(reviewer, sample, "same")
    shown = text(reviewer.get(f"/review/samples/{sample.pk}"))
    assert "too few" in shown
    assert "100.0 %" not in shown


def test_the_last_pair_can_be_thought_over(sample, reviewer):
    say(reviewer, sample, "same")
    page = reviewer.get(f"/review/samples/{sample.pk}/next?again")
    assert "You judged this pair before." in text(page)


def test_a_pair_judged_meanwhile_leads_to_the_next_with_a_sentence(sample, reviewer, signed_in):
    say(reviewer, sample, "same")
    place = Judgement.objects.get().pair.place
    Judgement.objects.get().pair.stratum.pairs.update(twice=False)
    late = signed_in("reviewer").post(
        f"/review/samples/{sample.pk}/next", {"place": place, "verdict": "same", "form_key": "x"}, follow=True
    )
    assert "Here is the next one." in text(late)
    assert Judgement.objects.count() == 1


def test_a_pair_of_which_nothing_was_said_is_shown_again(sample, reviewer):
    answer = reviewer.post(f"/review/samples/{sample.pk}/next", {"place": "1", "form_key": "x"}, follow=True)
    assert "Nothing was said of the pair." in text(answer)
    assert 'name="place" value="1"' in answer.content.decode()


def test_the_threshold_page_says_what_counts_and_where_it_comes_from(reviewer):
    shown = text(reviewer.get("/review/threshold"))
    assert f"from {load_thresholds().possible} bits on" in shown
    assert "nothing on this page changes it" in shown


def test_a_threshold_is_tried_changed_and_taken_back(crowd, reviewer):
    shown = text(reviewer.get("/review/threshold?possible=-4,0"))
    assert "-4.0 bits instead of -7.4" in shown
    reviewer.post("/review/threshold", {"possible": "-4.0", "reason": "Fewer strangers.", "form_key": "t"})
    forget()
    assert "from -4.0 bits on" in text(reviewer.get("/review/threshold"))
    change = ThresholdChange.objects.get()
    reviewer.post(f"/review/threshold/{change.pk}/undo", {"reason": "Too many hidden.", "form_key": "u"})
    forget()
    assert "from -7.4 bits on" in text(reviewer.get("/review/threshold"))


@pytest.mark.parametrize("possible", ["-99", "x", "5", "nan", "1e400"])
def test_a_threshold_outside_the_bounds_is_refused_on_trying_and_on_changing(reviewer, possible):
    assert 'class="summary"' in reviewer.get(f"/review/threshold?possible={possible}").content.decode()
    answer = reviewer.post("/review/threshold", {"possible": possible, "reason": "x", "form_key": "t"})
    assert 'class="summary"' in answer.content.decode()
    assert not ThresholdChange.objects.exists()


def test_a_change_without_a_reason_shows_the_trial_again(reviewer):
    answer = reviewer.post("/review/threshold", {"possible": "-4.0", "reason": "", "form_key": "t"})
    assert "needs its reason" in text(answer)
    assert "bits instead of" in text(answer)


def test_who_may_not_review_changes_no_threshold(signed_in):
    client = signed_in("operator")
    assert client.post("/review/threshold", {"possible": "-4.0", "reason": "x"}).status_code == 403
    assert client.post("/review/threshold/1/undo", {"reason": "x"}).status_code == 403
