"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.find import confirming, creating, deciding, registering, searching, verifying

urlpatterns = [
    path("", searching.find, name="find"),
    path("number", searching.by_number, name="find_by_number"),
    path("verify", verifying.verify, name="verify"),
    path("candidate", deciding.candidate, name="find_candidate"),
    path("stored", deciding.stored, name="find_stored"),
    path("enrol", deciding.enrol, name="find_enrol"),
    path("choose", deciding.choose, name="find_choose"),
    path("create", creating.create, name="find_create"),
    path("register", registering.give, name="find_register"),
    path("created/<str:address>", confirming.created, name="find_created"),
    path("known/<str:address>", confirming.known, name="find_known"),
    path("enrolled/<str:address>", confirming.enrolled, name="find_enrolled"),
]
