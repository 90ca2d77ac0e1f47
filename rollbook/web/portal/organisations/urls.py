"""Addresses of these pages; an organisation is named by an opaque id."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.organisations import applying, approving, changing, listing

urlpatterns = [
    path("", listing.listed, name="organisations"),
    path("apply", applying.apply, name="apply"),
    path("applied", applying.applied, name="applied"),
    path("applications/<uuid:application_id>/seen", approving.see, name="see_application"),
    path("<uuid:organisation_id>", listing.organisation, name="organisation"),
    path("<uuid:organisation_id>/approval", approving.tasks, name="approval"),
    path("<uuid:organisation_id>/approval/agreement", approving.agreement, name="agreement"),
    path("<uuid:organisation_id>/approval/check/<slug:code>", approving.check, name="check"),
    path("<uuid:organisation_id>/approval/approve", approving.approve, name="approve"),
    path("<uuid:organisation_id>/suspend", changing.suspend, name="suspend_organisation"),
    path("<uuid:organisation_id>/close", changing.close, name="close_organisation"),
    path("<uuid:organisation_id>/change", changing.change, name="change_organisation"),
    path("<uuid:organisation_id>/sectors/new", changing.add_sector, name="add_sector"),
    path("<uuid:organisation_id>/links/new", changing.link, name="link_organisation"),
    path("links/<int:link_id>/end", changing.end_link, name="end_link"),
]
