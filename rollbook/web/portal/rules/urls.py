"""Addresses of these pages: a standard, its version, a rule's code."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.rules import pages

urlpatterns = [
    path("", pages.books, name="rules"),
    path("<slug:standard>/<str:version>/", pages.book, name="rule_book"),
    path("<slug:standard>/<str:version>/coverage", pages.coverage, name="rule_coverage"),
    path("<slug:standard>/<str:version>/rule/<str:rule>", pages.rule, name="rule"),
]
