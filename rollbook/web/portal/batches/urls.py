"""Addresses of these pages. Uploads and batches are named by opaque ids, rows by their number in the file."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.batches import batch, exceptions, sending, uploads

urlpatterns = [
    path("", batch.batches, name="batches"),
    path("send", sending.send, name="send_batch"),
    path("forms/<slug:which>.<slug:kind>", batch.form, name="batch_form"),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/accept", uploads.accept, name="accept_upload"),
    path("uploads/<uuid:upload_id>/take-away", uploads.take_away, name="take_upload"),
    path("uploads/<uuid:upload_id>/discard", uploads.discard, name="discard_upload"),
    path("<uuid:batch_id>", batch.batch, name="batch"),
    path("<uuid:batch_id>/file/<slug:which>", batch.file, name="batch_file"),
    path("<uuid:batch_id>/stop", batch.stop, name="stop_batch"),
    path("<uuid:batch_id>/exceptions", exceptions.exceptions, name="exceptions"),
    path("<uuid:batch_id>/exceptions/together", exceptions.settle_together, name="settle_together"),
    path("<uuid:batch_id>/exceptions/<int:number>/settle", exceptions.settle, name="settle_exception"),
    path("<uuid:batch_id>/exceptions/<int:number>/stored", exceptions.stored, name="reveal_candidate"),
]
