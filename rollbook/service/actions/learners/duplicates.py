"""Pairs of numbers that may be one person: reported, found by the sweep, and settled by a reviewer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.matching import normalise, score
from rollbook.organisations import Caller
from rollbook.service.actions.learners import links
from rollbook.service.actions.learners.changing import details_of, refuse_unseen, require_reason
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import DuplicateCase, Learner
from rollbook.service.readers.candidates import judge
from rollbook.service.readers.learners import survivors


def report(first: int, second: int, *, said: str, by: Caller, purpose: str) -> DuplicateCase:
    """Report that two numbers are one person; at least one of them must be the caller's own learner.

    How like the two are is for the reviewer: an organisation that was told could hold a stranger's number against
    details of its own choice, again and again.
    """
    by.require("report")
    by.require_purpose(purpose)
    if first == second:
        same = Finding("same_number", "second", "These are the same number.", "Give the two different numbers.")
        raise InvalidInput([same])
    refuse_unseen(said, "said")
    with transaction.atomic():
        _require_one_held(first, second, by=by)
        low, high = sorted([first, second])
        records = {each.pk: each for each in Learner.objects.filter(pk__in=[low, high], status=Learner.Status.LIVE)}
        case = _open(records[low], records[high], said=said, by=by) if len(records) == 2 else None
        record([Entry("report_duplicate", "open" if case else "refused", sorted(records))], by=by, purpose=purpose)
    if case is None:  # after the transaction: whoever tries numbers stays in the log
        unknown = NotFound("One of these numbers is not a live number of the register.", fix="Check both numbers.")
        unknown.is_on_record = True
        raise unknown
    if not by.is_register_staff:
        case.weight, case.reasons, case.said, case.reported_by = None, [], said[:400], by.id
    return case


def settle(
    case_id: UUID, *, same_person: bool, survivor: int | None, reason: str, by: Caller, purpose: str
) -> DuplicateCase:
    """Decide a case: link the two (`survivor` says which number stays), or keep them apart."""
    by.require("review")
    by.require_purpose(purpose)
    require_reason(reason, says="A decision needs its reason.", fix="Say what you compared.")
    with transaction.atomic():
        case = DuplicateCase.objects.select_for_update().filter(pk=case_id).first()
        if case is None:
            raise NotFound("There is no such case.")
        if case.state != DuplicateCase.State.OPEN:
            raise Conflict("This case has been settled already.")
        if same_person:
            _link(case, survivor, reason=reason, by=by, purpose=purpose)
        case.state = DuplicateCase.State.LINKED if same_person else DuplicateCase.State.KEPT_APART
        case.settled_at, case.settled_by, case.settled_why = timezone.now(), by.id, reason[:400]
        case.save()
        record([Entry("settle_duplicate", case.state, [case.first_id, case.second_id])], by=by, purpose=purpose)
    return case


def _require_one_held(first: int, second: int, *, by: Caller) -> None:
    try:
        require_held(first, by=by)
    except NotFound:
        require_held(second, by=by)


def _open(low: Learner, high: Learner, *, said: str, by: Caller) -> DuplicateCase:
    now_judge = judge()
    match = score(
        normalise(details_of(low)), normalise(details_of(high)), model=now_judge.model,
        register_size=now_judge.register_size,
    )  # fmt: skip
    case, _ = DuplicateCase.objects.get_or_create(
        first=low,
        second=high,
        state=DuplicateCase.State.OPEN,
        defaults={
            "source": "report",
            "weight": match.weight,
            "reasons": [reason.says for reason in match.reasons],
            "said": said[:400],
            "reported_by": by.id,
            "organisation_id": by.organisation,
            "opened_at": timezone.now(),
        },
    )
    return case


def _link(case: DuplicateCase, survivor: int | None, *, reason: str, by: Caller, purpose: str) -> None:
    ends = survivors([case.first_id, case.second_id])
    pair = {ends.get(case.first_id), ends.get(case.second_id)}
    if len(pair) == 1:
        return  # linked meanwhile by way of a third number
    if survivor not in pair:
        wrong = Finding(
            "survivor_unknown",
            "survivor",
            "The surviving number is not one of the two.",
            "Name one of the two numbers.",
        )
        raise InvalidInput([wrong])
    (number,) = pair - {survivor}
    assert number is not None
    assert survivor is not None
    links.link(number, survivor, reason=reason, by=by, purpose=purpose, case=case.id)
