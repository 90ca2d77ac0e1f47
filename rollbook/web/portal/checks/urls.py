"""Addresses of these pages. Checks are named by opaque ids, findings by their number in the report."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.checks import open_check, result, sending

urlpatterns = [
    path("", sending.checks, name="checks"),
    path("open", open_check.open_check, name="open_check"),
    path("<uuid:check_id>", result.check, name="file_check"),
    path("<uuid:check_id>/records/<int:number>", result.record, name="file_check_record"),
    path("<uuid:check_id>/file/<slug:which>", result.file, name="file_check_report"),
    path("<uuid:check_id>/remove", result.remove, name="remove_file_check"),
]
