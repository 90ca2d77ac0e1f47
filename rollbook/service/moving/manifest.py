"""What a backup says about itself, signed with the key that signs the log: what it holds and up to where it goes."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from rollbook import __version__
from rollbook.base.errors import Unreadable
from rollbook.service.audit.signing import is_signed, public_key, sign
from rollbook.service.models import LogSeal, NumberRange
from rollbook.service.sql import sql

FORM = 1


def describe() -> dict[str, Any]:
    """The register as the running transaction sees it."""
    last = LogSeal.objects.order_by("-number").first()
    return {
        "form": FORM,
        "rollbook": __version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "server": int(connection.connection.info.server_version),
        "migrations": sorted(
            name for app, name in MigrationRecorder(connection).applied_migrations() if app == "service"
        ),
        "counts": counts(),
        "last_seal": {"number": last.number, "hash": bytes(last.hash).hex()} if last else None,
        "open_ranges": list(NumberRange.objects.filter(is_open=True).order_by("name").values_list("name", flat=True)),
    }


def counts() -> dict[str, int]:
    """Learners, numbers, organisations, enrolments, rows and seals of the log."""
    with connection.cursor() as cursor:
        cursor.execute(sql("moving/counts"))
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone(), strict=True))


def signed(said: dict[str, Any]) -> dict[str, Any]:
    """The same with its signature."""
    return {**said, "signature": sign(said).hex()}


def checked(said: dict[str, Any]) -> dict[str, Any]:
    """The manifest, if this register's key signed it and this version can read it."""
    try:
        ours = is_signed(said, bytes.fromhex(said.get("signature", "")), public_key())
    except (TypeError, ValueError):
        ours = False
    if not ours:
        raise Unreadable(
            "The backup was not signed with this register's key, or has been changed since.",
            fix="Put the folder of keys of that register in place (ROLLBOOK_KEYS), then restore again.",
        )
    if said.get("form") != FORM:
        raise Unreadable("The backup was made by another version of Rollbook.", fix="Install that version.")
    return said
