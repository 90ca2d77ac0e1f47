"""What the issue of watched access promises, on invented years: misuse is stopped soon, ordinary work never disturbed.

Thresholds were fixed on seeds 1 to 20; these are others.
"""

import pytest

from rollbook.organisations.watch import Effect, load_watch
from rollbook.synthetic.searching import misuse, misuse_names, ordinary_names, year
from rollbook.synthetic.watching import looks

SEEDS = (101, 102, 103)
MOST = 200


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ordinary_names())
def test_an_ordinary_year_is_never_slowed_or_stopped(name, seed):
    disturbed = [each for each in looks(year(name, seed), load_watch()) if each.verdict.effect >= Effect.SLOW]
    assert disturbed == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", misuse_names())
def test_misuse_is_stopped_within_two_hundred_searches(name, seed):
    stopped = next(
        each for each in looks(misuse(name, seed), load_watch()) if each.misused and each.verdict.effect is Effect.STOP
    )
    assert stopped.misused <= MOST
    assert stopped.verdict.because


@pytest.mark.parametrize("name", misuse_names())
def test_nobody_is_disturbed_before_the_misuse_begins(name):
    before = [each for each in looks(misuse(name, 104), load_watch()) if not each.misused]
    assert max((each.verdict.effect for each in before), default=Effect.NOTHING) <= Effect.TELL


def test_ordinary_organisations_are_seldom_told():
    told = {
        (name, each.by)
        for name in ordinary_names()
        for each in looks(year(name, 105), load_watch())
        if each.verdict.effect is Effect.TELL
    }
    # Who looks up applicants months before they enrol, and who follows young people it does not teach.
    assert told <= {("college", "admissions"), ("authority", "participation"), ("distance learning", "adviser 1")}


def test_a_year_is_the_same_for_the_same_seed_and_no_other():
    assert year("small school", 1) == year("small school", 1)
    assert year("small school", 1) != year("small school", 2)


def test_a_college_has_its_three_thousand_enrolments():
    enrolled = {each for each in year("college", 101).questions if each.held_from and each.held_from > each.at}
    assert 2800 <= len(enrolled) <= 3200
