"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from rollbook.web.portal.alerts import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.alerts, name="alerts"),
    path("<uuid:alert_id>", pages.alert, name="alert"),
    path("<uuid:alert_id>/answer", pages.answer, name="answer_alert"),
    path("<uuid:alert_id>/decide", pages.decide, name="decide_alert"),
]
