"""Each rule by example: what makes it speak, and what is like it and in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rollbook.organisations.watch import Effect, Home, Kind, Search, judge, judge_organisation, load_watch

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
COLLEGE = Home(3000, {"LS": 2000, "BD": 990, "AB": 1}, {2009: 2000, 2008: 990, 1960: 3}, busiest_day=300)
NOBODY = Home(0, {}, {})
ADULTS = Home(800, {"HG": 800}, {1970: 300, 1990: 300, 2000: 200})
SIXTH_FORM = Home(1000, {"LS": 1000}, {2009: 600, 2008: 400})
SCHOOL = Home(60, {"HG": 58, "YO": 2}, {2009: 40, 2008: 20})


def searches(count, *, hour=9, minutes=5.0, **facts):
    """So many searches, some minutes apart, the last a while before now."""
    first = NOW - timedelta(days=3)
    first = first.replace(hour=hour)
    return [Search(first + timedelta(minutes=minutes * n), Kind.FIND, "LS", 2009, **facts) for n in range(count)]


def with_kind(made, kind, **facts):
    return [Search(each.at, kind, **facts) for each in made]


def numbers(count, step):
    first = NOW - timedelta(days=3)
    return [Search(first + timedelta(minutes=n), Kind.NUMBER, block=90_000_000 + step * n) for n in range(count)]


def at_once(count, places):
    return [Search(NOW - timedelta(hours=2, seconds=-n), Kind.FIND, place=f"p{n % places}") for n in range(count)]


def one_after_the_other(count, places):
    return [Search(each.at, each.kind, place=f"p{n * places // count}") for n, each in enumerate(at_once(count, 1))]


FAR = [Search(each.at, Kind.FIND, "AB", 2009) for each in searches(60)]
OLD = [Search(each.at, Kind.FIND, "HG", 1970) for each in searches(60)]
SPOKEN = {
    "strangers": (searches(150), NOBODY, Effect.STOP),
    "past": ([Search(NOW - timedelta(hours=5), Kind.FIND, "LS", 2009)] * 1000, COLLEGE, Effect.TELL),
    "unenrolled": (searches(150), COLLEGE, Effect.TELL),
    "verify_only": (with_kind(searches(150), Kind.NUMBER), NOBODY, Effect.STOP),
    "far": (FAR, COLLEGE, Effect.STOP),
    "ages": (OLD, SCHOOL, Effect.STOP),
    "nights": (searches(60, hour=0, minutes=2), COLLEGE, Effect.TELL),
    "sequence": (numbers(40, 1), COLLEGE, Effect.STOP),
    "shared": (at_once(30, 6), COLLEGE, Effect.STOP),
}
HELD = [Search(each.at, Kind.FIND, "AB", 1970, is_held=True) for each in searches(400)]
SILENT = {
    "strangers": (searches(150), COLLEGE),
    "past": ([Search(NOW - timedelta(hours=5), Kind.FIND, "LS", 2009)] * 500, COLLEGE),
    "unenrolled": (searches(30) + HELD, COLLEGE),
    "verify_only": (with_kind(searches(400), Kind.NUMBER), COLLEGE),
    "far": (HELD, COLLEGE),
    "ages": (OLD, ADULTS),
    "nights": ([Search(each.at, each.kind, is_held=True) for each in searches(60, hour=0)], COLLEGE),
    "sequence": (numbers(40, 4_999), COLLEGE),
    "shared": (at_once(30, 2), COLLEGE),
}


def spoke(rule, made, home):
    verdict = judge(sorted(made, key=lambda each: each.at), home, load_watch(), now=NOW)
    return next((each for each in verdict.seen if each.rule == rule), None)


@pytest.mark.parametrize("rule", SPOKEN)
def test_a_rule_speaks_and_says_how_far_it_goes(rule):
    made, home, effect = SPOKEN[rule]
    seen = spoke(rule, made, home)
    assert seen is not None
    assert seen.effect is effect
    assert "{" not in seen.says


@pytest.mark.parametrize("rule", SILENT)
def test_a_rule_is_silent_about_what_is_in_order(rule):
    assert spoke(rule, *SILENT[rule]) is None


def test_every_rule_has_an_example_of_both_kinds():
    assert {rule.code for rule in load_watch().rules} == set(SPOKEN) == set(SILENT)


@pytest.mark.parametrize("rule", load_watch().rules, ids=lambda rule: rule.code)
def test_a_rule_is_silent_below_its_least_number(rule):
    made, home, _ = SPOKEN[rule.code]
    few = sorted(made, key=lambda each: each.at)[: rule.least - 1]
    assert spoke(rule.code, few, home) is None


def test_a_rule_has_thresholds_in_order_a_sentence_and_a_source():
    for rule in load_watch().rules:
        steps = [each for each in (rule.tell, rule.slow, rule.stop) if each is not None]
        assert steps == sorted(steps)
        assert all((rule.title, rule.says, rule.unit, rule.source))


def test_rules_that_only_tell_slow_and_stop_together():
    night = [Search(each.at, Kind.FIND, "LS", 2009) for each in searches(150, hour=0, minutes=2)]
    alone = judge(night, COLLEGE, load_watch(), now=NOW)
    assert (alone.effect, {each.rule for each in alone.seen}) == (Effect.TELL, {"unenrolled", "nights"})
    half = [Search(each.at, Kind.FIND, *(("AB", 1970) if n % 2 else ("LS", 2009))) for n, each in enumerate(night)]
    together = judge(half, SIXTH_FORM, load_watch(), now=NOW)
    assert {each.effect for each in together.seen} == {Effect.TELL}
    assert (together.effect, together.because) == (Effect.SLOW, "4 rules speak of it at the same time.")


def test_a_registration_settles_the_search_before_it_and_no_older_one():
    first, second = searches(2, minutes=120)
    given = Search(second.at + timedelta(minutes=3), Kind.REGISTERED)
    verdict = judge([first, second, given], COLLEGE, load_watch(), now=NOW)
    assert verdict.unsettled == 1


def test_an_organisation_that_enrols_nobody_by_its_nature_is_judged_by_how_it_asks():
    awarding = Home(0, {}, {}, teaches=False)
    asked = with_kind(searches(400), Kind.NUMBER)
    assert judge(asked, awarding, load_watch(), now=NOW).seen == ()
    assert judge(numbers(40, 1), awarding, load_watch(), now=NOW).effect is Effect.STOP


@pytest.mark.parametrize(("credentials", "effect"), [(1, Effect.NOTHING), (6, Effect.STOP)])
def test_an_organisation_is_judged_where_several_of_its_credentials_search_alike(credentials, effect):
    made = [Search(each.at, each.kind, "AB", 2009, by=f"c{n % credentials}") for n, each in enumerate(FAR)]
    assert judge_organisation(made, COLLEGE, load_watch(), now=NOW).effect is effect


def test_a_registration_settles_only_its_own_credentials_search():
    (first,) = searches(1)
    asked = Search(first.at, Kind.FIND, by="ann")
    given = Search(first.at + timedelta(minutes=3), Kind.REGISTERED, by="ben")
    assert judge_organisation([asked, given], COLLEGE, load_watch(), now=NOW).unsettled == 1


def test_somebody_who_signs_in_again_and_again_is_one_person():
    assert spoke("shared", one_after_the_other(60, 8), COLLEGE) is None
