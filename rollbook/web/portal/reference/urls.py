"""Addresses of these pages: a standard and the name of a table."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.reference import pages

urlpatterns = [
    path("", pages.tables, name="reference_tables"),
    path("<slug:standard>/<slug:table>", pages.table, name="reference_table"),
]
