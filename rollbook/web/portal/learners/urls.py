"""Addresses of these pages. A learner stands in them as an opaque text, never by number or name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from rollbook.web.portal.learners import (
    by_number,
    changing,
    history,
    listing,
    looked,
    numbers,
    objecting,
    record,
    removing,
    reporting,
    settling,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.learners, name="learners"),
    path("list.<slug:kind>", listing.take_away, name="learners_export"),
    path("without-number", numbers.waiting, name="without_number"),
    path("changed-numbers", numbers.changed, name="changed_numbers"),
    path("changed-numbers/taken-over", numbers.taken_over, name="take_over_numbers"),
    path("changed-numbers.<slug:kind>", numbers.changed_export, name="changed_numbers_export"),
    path("number", by_number.by_number, name="learner_by_number"),
    path("objections", settling.objections, name="objections"),
    path("objections/<uuid:objection_id>", settling.settle, name="settle_objection"),
    path("two-people/<uuid:report_id>", settling.two_people, name="settle_two_people"),
    path("<str:address>", record.learner, name="learner"),
    path("<str:address>/change", changing.change, name="learner_change"),
    path("<str:address>/history", history.history, name="learner_history"),
    path("<str:address>/looks", looked.looked, name="learner_looks"),
    path("<str:address>/looks/printed", looked.printed, name="learner_looks_printed"),
    path("<str:address>/report", reporting.report, name="learner_report"),
    path("<str:address>/object", objecting.raise_objection, name="learner_object"),
    path("<str:address>/enrol", record.enrol, name="learner_enrol"),
    path("<str:address>/enrolments/<uuid:enrolment_id>", record.end, name="learner_end_enrolment"),
    path("<str:address>/remove", removing.remove, name="learner_remove"),
]
