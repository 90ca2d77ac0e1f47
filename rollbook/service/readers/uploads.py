"""Uploads that wait: which there are, and what the doctor proposes for one, side by side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.models import WaitingUpload
from rollbook.service.sealing import open_values

KEPT = timedelta(days=2)


def own_upload(upload_id: UUID, *, by: Caller) -> WaitingUpload:
    """An upload of the caller's own organisation that is not older than uploads are kept."""
    found = WaitingUpload.objects.filter(
        pk=upload_id, organisation_id=by.require_organisation(), uploaded_at__gt=timezone.now() - KEPT
    ).first()
    if found is None:
        raise NotFound(
            "Your organisation has no such upload, or it was removed after two days.", fix="Upload the file again."
        )
    return found


def proposal(upload_id: UUID, *, by: Caller) -> dict[str, Any]:
    """An upload with the doctor's diagnosis: each kind of damage with what would be done, examples before and after."""
    by.require("batch")
    upload = own_upload(upload_id, by=by)
    return {**_plain(upload), "purpose": upload.purpose, **open_values(upload.diagnosis)}


def waiting_uploads(*, by: Caller) -> list[dict[str, Any]]:
    """The uploads of the caller's organisation that wait for a decision, newest first."""
    by.require("batch")
    found = WaitingUpload.objects.filter(
        organisation_id=by.require_organisation(), state=WaitingUpload.State.WAITING,
        uploaded_at__gt=timezone.now() - KEPT,
    ).defer("diagnosis")  # fmt: skip
    return [_plain(upload) for upload in found.order_by("-uploaded_at")]


def _plain(upload: WaitingUpload) -> dict[str, Any]:
    return {
        "id": str(upload.id),
        "file_name": upload.file_name,
        "state": upload.state,
        "learners": upload.learners,
        "uploaded_at": upload.uploaded_at,
        "kept_until": upload.uploaded_at + KEPT,
        "batch": str(upload.batch_id) if upload.batch_id else None,
    }
