"""What has happened in a demonstration before anybody comes to look: questions, an alert, cases, samples judged.

All of it by the actions that pages and programs call, as the landscape's own people; what is there already stays.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import NotAllowed
from rollbook.matching.accuracy import Verdict
from rollbook.organisations import Caller
from rollbook.register.policy import load_policy
from rollbook.service.actions import clients, questions, users
from rollbook.service.actions.learners.duplicates import settle
from rollbook.service.actions.learners.find import find
from rollbook.service.actions.learners.register import Registration, register
from rollbook.service.actions.samples import ask_sample, judge_pair
from rollbook.service.actions.sampling import draw_sample
from rollbook.service.credentials import caller_of_user
from rollbook.service.models import Alert, DuplicateCase, Organisation, Question, Sample, User
from rollbook.service.readers.samples import pair_to_judge
from rollbook.synthetic.organisations import landscape
from rollbook.synthetic.people import people

ASKED = ("given_name", "family_name", "date_of_birth", "gender", "postcode")
SEEN = {"verification_type": "2", "ability_to_share": "1"}
AT_ONCE = 50
WHY, UPKEEP = "enrolment", "register_upkeep"
Table = Mapping[str, Any]


def let_people_act(learners: pl.DataFrame, *, seed: int) -> None:
    """Questions are asked, one of them answered; somebody searches for people whom nobody enrols; a desk searches."""
    if not DuplicateCase.objects.exists():
        for each in landscape()["second_numbers"]:
            find(_come_again(each, learners), by=by(each["by"]), purpose=WHY)
    if not Question.objects.exists():
        for each in landscape()["question"]:
            _question(each)
    if not Alert.objects.exists():
        for each in landscape()["look_ups"]:
            _look_ups(each, learners, seed=seed)


def let_reviewers_work(learners: pl.DataFrame, *, searched: float) -> None:
    """Second numbers are given; a sample is judged, some cases are decided, another sample is asked for.

    `searched`: the monotonic moment after the desk's search. Whoever passes over possible matches has them in view for
    a while.
    """
    is_new = not DuplicateCase.objects.exists()
    if is_new:
        time.sleep(max(searched + load_policy().look_seconds + 0.2 - time.monotonic(), 0))
        for each in landscape()["second_numbers"]:
            _second_numbers(each, learners)
    samples = landscape()["sample"] if not Sample.objects.exists() else []
    for each in samples:
        if each["judged_by"]:
            _judged(each)
    if is_new:
        cases = DuplicateCase.objects.order_by("opened_at", "first_id", "second_id")
        for each, case in zip(landscape()["decision"], list(cases), strict=False):
            _decide(each, case)
    for each in samples:
        if not each["judged_by"]:
            _asked(each)


def by(email: str) -> Caller:
    """One of the landscape's people at a page, as the actions see them."""
    return caller_of_user(User.objects.select_related("organisation").get(email=email), channel="portal")


def _question(each: Table) -> None:
    asked = questions.ask(each["text"], about=each["about"], by=by(each["asked_by"]))
    if "answer" in each:
        questions.answer(asked.pk, each["answer"], by=by(each["answered_by"]))


def _look_ups(each: Table, learners: pl.DataFrame, *, seed: int) -> None:
    """A program's searches over the API, some at a time, until the watch stops it."""
    program = _program(each["program"], each["ukprn"])
    known = learners.head(each["known"]).select(ASKED)
    asked = pl.concat([known, people(each["strangers"], seed + 900).select(ASKED)]).cast(pl.String).to_dicts()
    try:
        for start in range(0, len(asked), AT_ONCE):
            find(asked[start : start + AT_ONCE], by=program, purpose=WHY)
    except NotAllowed:
        return  # stopped, as it should be


def _program(name: str, ukprn: str) -> Caller:
    home = Organisation.objects.get(ukprn=ukprn)
    made = clients.create(name, role="machine:find", ukprn=ukprn, by=users.installer())
    return Caller(f"client:{made.client_id}", name, "machine:find", home.pk, ukprn, frozenset(home.purposes), "rest")


def _come_again(each: Table, learners: pl.DataFrame) -> list[dict[str, str]]:
    """Some of the register's learners as they are typed elsewhere: every other moved, the rest born a day later."""
    known = learners.slice(each["after"], each["people"] + 1).select(ASKED).to_dicts()
    return [
        {**person, "date_of_birth": str(person["date_of_birth"]), "postcode": following["postcode"]}
        if place % 2 == 0
        else {**person, "date_of_birth": str(person["date_of_birth"] + timedelta(days=1))}
        for place, (person, following) in enumerate(pairwise(known))
    ]


def _second_numbers(each: Table, learners: pl.DataFrame) -> None:
    start = timezone.localdate()
    new = [Registration({**one, **SEEN}, start=start, override=each["reason"]) for one in _come_again(each, learners)]
    register(new, by=by(each["by"]), purpose=WHY)


def _decide(each: Table, case: DuplicateCase) -> None:
    survivor = case.first_id if each["is_one"] else None
    settle(
        case.pk, same_person=each["is_one"], survivor=survivor, reason=each["reason"], by=by(each["by"]),
        purpose=UPKEEP,
    )  # fmt: skip


def _asked(each: Table) -> Sample:
    return ask_sample(each["size"], seed=each["seed"], by=by(each["asked_by"]), purpose=UPKEEP)


def _judged(each: Table) -> None:
    sample = _asked(each)
    draw_sample(sample.pk)
    for reviewer in map(by, each["judged_by"]):
        _judge_all(sample, reviewer)


@transaction.atomic
def _judge_all(sample: Sample, reviewer: Caller) -> None:
    """In one transaction: somebody waits for the demo, and each commit waits for the disk."""
    while (pair := pair_to_judge(sample.pk, by=reviewer, purpose=UPKEEP)) is not None:
        judge_pair(sample.pk, pair["place"], _verdict(pair["rows"]), by=reviewer, purpose=UPKEEP)


def _verdict(rows: Sequence[Mapping[str, str]]) -> Verdict:
    """What a reviewer says who looks at names, birth date and home, and at nothing else."""
    both = {row["field"]: (row["left"].casefold(), row["right"].casefold()) for row in rows}
    alike = {field for field, (left, right) in both.items() if left == right}
    if not {"given_name", "family_name"} <= alike:
        return Verdict.DIFFERENT
    if "date_of_birth" in alike:
        return Verdict.SAME
    if "postcode" not in alike:
        return Verdict.DIFFERENT
    # A slip in the date, or a parent and a child of one name.
    born, other = both["date_of_birth"]
    return Verdict.SAME if born[:4] == other[:4] else Verdict.CANNOT_TELL
