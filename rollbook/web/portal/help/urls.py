"""Addresses of help."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.help import errors, guides, questions

urlpatterns = [
    path("", guides.overview, name="help"),
    path("guides/<slug:name>", guides.guide, name="guide"),
    path("pictures/<str:name>", guides.shown_picture, name="picture"),
    path("errors", errors.errors, name="errors"),
    path("questions", questions.questions, name="questions"),
    path("questions/ask", questions.ask, name="ask"),
    path("questions/<uuid:question_id>", questions.question, name="question"),
    path("questions/<uuid:question_id>/answer", questions.answer, name="answer_question"),
    path("questions/<uuid:question_id>/close", questions.close, name="close_question"),
    path("<slug:kind>/<str:name>", guides.other, name="document"),
]
