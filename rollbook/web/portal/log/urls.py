"""Addresses of these pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from rollbook.web.portal.log import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.log, name="log"),
    path("about", pages.about, name="log_about"),
    path("download", pages.download, name="log_download"),
    path("lines/<uuid:reference>", pages.line, name="log_line"),
]
