"""Questions as their asker, their organisation's super user, and the register's team may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.models import Question

MOST = 50


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One page of questions, and where the next begins."""

    questions: list[Question]
    before: datetime | None


def may_see(asked: Question, *, by: Caller) -> bool:
    """The team that answers sees all; a super user those of the organisation or sector; everybody their own."""
    if by.may("answer") or f"user:{asked.asked_by_id}" == by.id:
        return True
    if not by.may("users") or by.organisation is None or asked.organisation_id != by.organisation:
        return False
    return by.sector is None or asked.asked_by.sector_id == by.sector


def question(question_id: UUID, *, by: Caller) -> Question:
    """One question; NotFound also where the caller may not know of it."""
    found = _all().filter(pk=question_id).first()
    if found is None or not may_see(found, by=by):
        raise NotFound("There is no such question.", fix="Begin at your questions.")
    return found


def questions(*, by: Caller, state: str = "", before: datetime | None = None) -> QuestionPage:
    """Those the caller may see, newest first; of one state if it is named."""
    found = _seen_by(by)
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(asked_at__lt=before)
    page = list(found.order_by("-asked_at")[: MOST + 1])
    return QuestionPage(page[:MOST], page[MOST - 1].asked_at if len(page) > MOST else None)


def count_waiting(*, by: Caller) -> int:
    """How many questions wait for an answer, for the team that gives it."""
    by.require("answer")
    return Question.objects.filter(state=Question.State.OPEN).count()


def count_answered(*, by: Caller) -> int:
    """How many of one's own questions have an answer that one has not put away."""
    return _asked_by(by).filter(state=Question.State.ANSWERED).count()


def _seen_by(by: Caller) -> QuerySet[Question]:
    if by.may("answer"):
        return _all()
    if by.may("users") and by.organisation is not None:
        found = _all().filter(organisation_id=by.organisation)
        return found if by.sector is None else found.filter(asked_by__sector_id=by.sector)
    return _asked_by(by)


def _asked_by(by: Caller) -> QuerySet[Question]:
    kind, _, number = by.id.partition(":")
    return _all().filter(asked_by_id=UUID(number)) if kind == "user" else _all().none()


def _all() -> QuerySet[Question]:
    return Question.objects.select_related("asked_by", "answered_by", "organisation")
