"""Addresses of these pages; an emergency is named by an opaque id."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.emergencies import opening, reviewing

urlpatterns = [
    path("", opening.opening, name="emergencies"),
    path("of-users", reviewing.of_users, name="emergencies_of_users"),
    path("judge", reviewing.to_judge, name="emergencies_to_judge"),
    path("judge/<uuid:emergency_id>", reviewing.judge, name="judge_emergency"),
    path("<uuid:emergency_id>", opening.record, name="emergency"),
    path("<uuid:emergency_id>/close", opening.close, name="close_emergency"),
    path("<uuid:emergency_id>/cut", reviewing.cut, name="cut_emergency"),
]
