"""Answers of a form sent after its session had ended: kept for minutes, unreadable in the table, for the same user."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet
from django.utils import timezone

from rollbook.service.actions.signing_in.policy import load_sign_in_policy
from rollbook.service.keys import secret
from rollbook.service.models import KeptAnswers, User


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: where it goes, the page it was on, and its fields in their order; files are left out."""

    action: str
    page: str
    fields: tuple[tuple[str, str], ...]


def keep(form: Form, *, of: User) -> None:
    """Keep one form for this user; an earlier one gives way."""
    sealed = _fernet().encrypt(json.dumps(asdict(form)).encode())
    expires = timezone.now() + load_sign_in_policy().kept
    KeptAnswers.objects.update_or_create(user=of, defaults={"answers": sealed, "expires_at": expires})


def kept(*, of: User) -> Form | None:
    """The form kept for this user, while it is."""
    found = KeptAnswers.objects.filter(user=of, expires_at__gt=timezone.now()).first()
    if found is None:
        return None
    said = json.loads(_fernet().decrypt(bytes(found.answers)))
    return Form(said["action"], said["page"], tuple((name, value) for name, value in said["fields"]))


def forget(*, of: User) -> None:
    """Drop what is kept for a user: it was given back."""
    KeptAnswers.objects.filter(user=of).delete()


def forget_old() -> int:
    """Drop what was kept long enough, and say how many."""
    return KeptAnswers.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("kept-answers").encode()).digest()))
