"""A question to the team that runs the register: asked from a page, answered once, closed by whoever asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.base.findings import Finding
from rollbook.base.text import forbidden_character
from rollbook.definitions.identifiers import uln
from rollbook.organisations import Caller
from rollbook.service import limits
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.addresses import uln_at
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, Question, User
from rollbook.service.models.questions import LONGEST
from rollbook.service.readers.questions import may_see

State = Question.State
_TEN_DIGITS = re.compile(r"\d(?:[ -]?\d){9,}")
_LEARNER_PAGE = re.compile(r"([\w-]{20,}={0,2})/?$")


def ask(text: str, *, about: str = "", learner: str = "", by: Caller) -> Question:
    """Keep a question. `about` names the page it comes from; `learner` is the address of her page, if it is about one.

    InvalidInput when it says nothing, or holds a ULN: the text is no place for a learner's details.
    """
    said = text.replace("\r\n", "\n").strip()
    if found := list(_wrong(said, "text")):
        raise InvalidInput(found)
    number = _learner_at(learner.strip(), by=by) if learner.strip() else None
    limits.spend_action("ask", key=by.id)
    with transaction.atomic():
        made: Question = Question.objects.create(
            asked_by=_person(by), organisation_id=by.organisation, about=about[:60], learner_id=number, text=said,
            asked_at=timezone.now(),
        )  # fmt: skip
        _log("question_ask", "asked", made, by=by)
    return made


def answer(question_id: UUID, text: str, *, by: Caller) -> Question:
    """Answer a question, once. Conflict when somebody has answered, or its asker has closed it."""
    by.require("answer")
    said = text.replace("\r\n", "\n").strip()
    if found := list(_wrong(said, "answer")):
        raise InvalidInput(found)
    with transaction.atomic():
        asked = _locked(question_id, by=by)
        if asked.state != State.OPEN:
            raise Conflict("This question is answered already, or closed.", fix="Read it again.")
        if asked.asked_by_id == _person(by).pk:
            raise NotAllowed("Nobody answers a question of their own.", fix="Ask another of the register's team.")
        asked.answer, asked.answered_by, asked.answered_at = said, _person(by), timezone.now()
        asked.state = State.ANSWERED
        asked.save(update_fields=["answer", "answered_by", "answered_at", "state"])
        _log("question_answer", "answered", asked, by=by)
    return asked


def close(question_id: UUID, *, by: Caller) -> Question:
    """The asker has read the answer, or needs none any more. Closing again changes nothing."""
    with transaction.atomic():
        asked = _locked(question_id, by=by)
        if asked.asked_by_id != _person(by).pk:
            raise NotAllowed("Only who asked a question closes it.", fix="Leave it to them.")
        if asked.state != State.CLOSED:
            asked.state, asked.closed_at, asked.closed_by = State.CLOSED, timezone.now(), asked.asked_by
            asked.save(update_fields=["state", "closed_at", "closed_by"])
            _log("question_close", "closed", asked, by=by)
    return asked


def _wrong(said: str, field: str) -> Iterator[Finding]:
    if not said:
        yield Finding("missing", field, "There is no text yet.", "Write it.")
    elif len(said) > LONGEST:
        yield Finding("too_long", field, f"This has {len(said):,} characters; at most {LONGEST:,} fit.", "Shorten it.")
    if forbidden_character(said.translate({10: None, 9: None})):
        yield Finding("forbidden_character", field, "This holds a character that cannot be seen.", "Type it again.")
    if any(uln.is_valid(re.sub(r"[ -]", "", each)) for each in _TEN_DIGITS.findall(said)):
        says = "This holds a Unique Learner Number. Questions are kept, so they name no learner."
        yield Finding("holds_a_number", field, says, "Take it out; give the address of her page instead.")


def _learner_at(address: str, *, by: Caller) -> int:
    found = _LEARNER_PAGE.search(address)
    try:
        number = uln_at(found.group(1) if found else "")
        require_held(number, by=by)
        if not Learner.objects.filter(pk=number).exists():
            raise NotFound
    except NotFound:
        says = "This is not the address of a learner's page of yours."
        raise InvalidInput([Finding("learner", "learner", says, "Copy it from the page, or leave it empty.")]) from None
    return number


def _locked(question_id: UUID, *, by: Caller) -> Question:
    asked: Question | None = Question.objects.select_for_update().filter(pk=question_id).first()
    if asked is None or not may_see(asked, by=by):
        raise NotFound("There is no such question.", fix="Begin at your questions.")
    return asked


def _person(by: Caller) -> User:
    kind, _, number = by.id.partition(":")
    found = User.objects.filter(pk=number).first() if kind == "user" else None
    if found is None:
        raise NotAllowed("This is for people who sign in.", fix="Use the account of a person.")
    return found


def _log(action: str, outcome: str, asked: Question, *, by: Caller) -> None:
    ulns = [asked.learner_id] if asked.learner_id else []
    record([Entry(action, outcome, ulns, details={"question": str(asked.pk), "about": asked.about})], by=by, purpose="")
