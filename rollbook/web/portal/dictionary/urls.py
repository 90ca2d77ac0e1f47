"""Addresses of these pages: items and code sets by their numbers, data sets by their names."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.dictionary import pages, register

urlpatterns = [
    path("", pages.overview, name="dictionary"),
    path("sets/<slug:data_set>", pages.data_set, name="data_set"),
    path("items/<str:item>", pages.item, name="item"),
    path("codes/", pages.code_sets, name="code_sets"),
    path("codes/<str:code_set>", pages.code_set, name="code_set"),
    path("burden", register.burden, name="burden"),
    path("burden.csv", register.burden_file, name="burden_file"),
]
