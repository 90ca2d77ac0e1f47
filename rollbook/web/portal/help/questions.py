"""A question to the register's team: asked from any page, answered by the team, read and put away by its asker."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.service.actions import questions as acting
from rollbook.service.models import Question
from rollbook.service.models.questions import LONGEST
from rollbook.service.readers import questions as reading
from rollbook.web.portal.forms import LongText, PortalForm, TextField, sent
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PAGES, PortalRequest, page

STATES = {
    Question.State.OPEN.value: _("Waits for an answer"),
    Question.State.ANSWERED.value: _("Answered"),
    Question.State.CLOSED.value: _("Closed"),
}


class AskForm(PortalForm):
    """What somebody asks; about a learner only by her page's address."""

    text = LongText(
        label=_("Your question"), rows=6, max_length=LONGEST,
        help_text=_("Name no learner and no number: questions are kept. Say what you did and what you saw."),
    )  # fmt: skip
    learner = TextField(
        label=_("Address of a learner’s page, if it is about one"), max_length=300,
        help_text=_("Copy it from your browser. It names nobody; only who may see the learner can open it."),
    )  # fmt: skip


class AnswerForm(PortalForm):
    """What the team answers."""

    answer = LongText(
        label=_("Your answer"), rows=6, max_length=LONGEST,
        help_text=_("Whoever asked sees it at Home. It is kept, and cannot be changed afterwards."),
    )  # fmt: skip


@page("ask", "", guide="ask-a-question")
def ask(request: PortalRequest) -> HttpResponse:
    """Ask; the page somebody came from is taken along."""
    about = _known(request.POST.get("about") or request.GET.get("about") or "")
    form = AskForm(sent(request))
    if request.method == "POST":
        form.is_valid()
        try:
            return once(request, lambda: _asked(request, about), by=request.by)
        except InvalidInput as wrong:
            form = AskForm(request.POST)
            form.take(wrong.findings)
    return render(request, "portal/help/ask.html", {"area": "help", "form": form, "about": about})


@page("questions", "", guide="ask-a-question")
def questions(request: PortalRequest) -> HttpResponse:
    """One's own questions; all that wait, for the team that answers."""
    answers = request.by.may("answer")
    state = request.GET.get("state", Question.State.OPEN if answers else "")
    found = reading.questions(by=request.by, state=state if state in STATES else "", before=_moment(request))
    context = {
        "area": "help",
        "answers": answers,
        "state": state,
        "states": STATES,
        "found": found.questions,
        "before": found.before.isoformat() if found.before else "",
    }
    return render(request, "portal/help/questions.html", context)


@page("question", "", guide="ask-a-question")
def question(request: PortalRequest, question_id: UUID) -> HttpResponse:
    """One question with its answer, or with the form that answers it."""
    return _shown(request, question_id, AnswerForm())


@page("answer_question", "answer", guide="ask-a-question")
def answer(request: PortalRequest, question_id: UUID) -> HttpResponse:
    """Answer a question."""
    form = AnswerForm(sent(request))
    if request.method == "POST":
        try:
            return once(request, lambda: _answered(request, question_id), by=request.by)
        except InvalidInput as wrong:
            form = AnswerForm(request.POST)
            form.take(wrong.findings)
    return _shown(request, question_id, form)


@page("close_question", "", guide="ask-a-question")
def close(request: PortalRequest, question_id: UUID) -> HttpResponse:
    """Put one's own question away."""
    if request.method == "POST":
        return once(request, lambda: _closed(request, question_id), by=request.by)
    return _shown(request, question_id, AnswerForm())


def _shown(request: PortalRequest, question_id: UUID, form: AnswerForm) -> HttpResponse:
    asked = reading.question(question_id, by=request.by)
    own = f"user:{asked.asked_by_id}" == request.by.id
    context = {
        "area": "help",
        "question": asked,
        "said_state": STATES[asked.state],
        "own": own,
        "form": form,
        "may_answer": request.by.may("answer") and asked.state == Question.State.OPEN and not own,
        "may_open": request.by.may("read"),
    }
    return render(request, "portal/help/question.html", context)


def _asked(request: PortalRequest, about: str) -> str:
    acting.ask(request.POST.get("text", ""), about=about, learner=request.POST.get("learner", ""), by=request.by)
    messages.success(request, gettext("Your question is with the register’s team. The answer will stand at Home."))
    return reverse("questions")


def _answered(request: PortalRequest, question_id: UUID) -> str:
    acting.answer(question_id, request.POST.get("answer", ""), by=request.by)
    messages.success(request, gettext("Answered. Whoever asked sees it at Home."))
    return reverse("questions")


def _closed(request: PortalRequest, question_id: UUID) -> str:
    acting.close(question_id, by=request.by)
    messages.success(request, gettext("The question is put away."))
    return reverse("questions")


def _known(name: str) -> str:
    return name if name in PAGES else ""


def _moment(request: HttpRequest) -> datetime | None:
    try:
        return parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
