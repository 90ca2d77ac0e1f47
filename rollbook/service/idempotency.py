"""One answer for one key: a request repeated with the same Idempotency-Key is done once and answered the same.

The work and its kept answer are one transaction; of two at the same moment the second waits for the first.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import Fernet
from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.keys import secret
from rollbook.service.models import IdempotencyKey

KEPT = timedelta(hours=24)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: its status and its body."""

    status: int
    body: bytes


def once(key: str, work: Callable[[], Answer], *, request: bytes, by: Caller) -> Answer:
    """The answer kept for this caller's key, else the work's answer, kept for a day.

    `request` is everything that makes two requests the same. Answers of 400 and above are not kept: the caller mends
    the request and sends it again under the same key. Conflict where the key was used for another request.
    """
    if not key:
        return work()
    _refuse_unfit(key)
    digest = hashlib.sha256(request).digest()
    with transaction.atomic():
        _one_at_a_time(key, by=by)
        kept = IdempotencyKey.objects.filter(caller=by.id, key=key, at__gt=timezone.now() - KEPT).first()
        if kept is None:
            answer = work()
            if answer.status < 400:
                _keep(key, digest, answer, by=by)
            return answer
    if bytes(kept.request_digest) != digest:
        raise Conflict("This Idempotency-Key was used for another request.", fix="Take a new key for a new request.")
    return Answer(kept.status, _fernet().decrypt(bytes(kept.answer)))


def forget_old() -> int:
    """Remove the answers of more than a day ago, and say how many."""
    return IdempotencyKey.objects.filter(at__lte=timezone.now() - KEPT).delete()[0]


def _refuse_unfit(key: str) -> None:
    if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        finding = Finding(
            "key_unfit",
            "Idempotency-Key",
            f"The key is longer than {LONGEST} characters, or has others than letters, digits and signs.",
            "Take a random UUID.",
        )
        raise InvalidInput([finding])


def _one_at_a_time(key: str, *, by: Caller) -> None:
    lock = int.from_bytes(hashlib.sha256(f"{by.id} {key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [lock])


def _keep(key: str, digest: bytes, answer: Answer, *, by: Caller) -> None:
    # Answers hold numbers and words of agreement: kept unreadable to whoever sees the table only.
    IdempotencyKey.objects.update_or_create(
        caller=by.id,
        key=key,
        defaults={
            "request_digest": digest,
            "status": answer.status,
            "answer": _fernet().encrypt(answer.body),
            "at": timezone.now(),
            "organisation_id": by.organisation,
        },
    )


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("idempotency").encode()).digest()))
