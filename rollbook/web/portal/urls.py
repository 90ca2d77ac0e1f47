"""Addresses of the portal. Each area keeps its own below its word; none holds personal details."""

from __future__ import annotations

from django.urls import include, path

from rollbook.web.portal import purpose_page
from rollbook.web.portal.home import home

AREAS = (
    "find", "learners", "batches", "review", "organisations", "users", "emergencies", "log", "alerts", "help",
    "account", "checks", "rules", "dictionary", "reference",
)  # fmt: skip

urlpatterns = [
    path("", home, name="home"),
    path("purpose", purpose_page.choose, name="purpose"),
    path("", include("rollbook.web.portal.signing_in.urls")),
    *[path(f"{area}/", include(f"rollbook.web.portal.{area}.urls")) for area in AREAS],
]
