"""Addresses of help."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.help import pages

urlpatterns = [
    path("", pages.overview, name="help"),
    path("guides/<slug:name>", pages.guide, name="guide"),
    path("errors", pages.errors, name="errors"),
    path("questions/ask", pages.ask, name="ask"),
]
