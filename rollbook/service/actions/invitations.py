"""One-time links: who is invited, or has lost a password or phone, gets in by one. Made and used links are in the log.

There is no mail server: whoever makes a link passes it on. Making another ends the one before.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.actions.organisations import log
from rollbook.service.actions.signing_in import guessing, kept_answers, second_factor
from rollbook.service.actions.signing_in.events import note
from rollbook.service.actions.signing_in.policy import load_sign_in_policy
from rollbook.service.actions.users import installer, is_own
from rollbook.service.models import OneTimeLink, User

Kind = OneTimeLink.Kind
ANOTHER = "Ask your super user for a new link; an operator asks another operator, or whoever runs the machine."


def invite(user: User, *, by: Caller) -> str:
    """The path of a link by which somebody new comes in. Conflict where they have a password already."""
    _refuse_stranger(user, by=by)
    return _make(user, Kind.INVITATION, by=by)


def reset(user: User, *, by: Caller) -> str:
    """The path of a link for who lost a password or a phone: used, it ends every session and removes every factor."""
    _refuse_stranger(user, by=by)
    if by.id == f"user:{user.pk}":
        # Else a session left open for a minute would be enough to take an account over for good.
        raise Conflict("Nobody makes a link for themselves.", fix="Ask another super user or an operator.")
    return _make(user, Kind.RESET, by=by)


def link_for(email: str, *, by: Caller) -> tuple[User, str]:
    """The user of an address and the link they need: to come in, or to get back in."""
    user = guessing.user_at(email)
    if user is None:
        by.require("users")
        raise _no_such_user()
    return user, (reset if user.has_usable_password() else invite)(user, by=by)


def invite_first_operator(user: User) -> str:
    """The link of an operator just made at the machine."""
    return _make(user, Kind.INVITATION, by=installer())


def reset_operator(email: str) -> str:
    """A link for an operator who cannot get in and has nobody to ask; only whoever has the machine may print it."""
    user = guessing.user_at(email)
    if user is None or user.role != "operator":
        raise NotFound("There is no operator with this e-mail address.", fix="Others ask their super user for a link.")
    kind = Kind.RESET if user.has_usable_password() else Kind.INVITATION
    return _make(user, kind, by=installer())


def user_of(token: str) -> User:
    """Whom an unused link is for. NotFound or Conflict says why a link is no good and what to do."""
    return _good(token).user


def use(token: str, password: str) -> User:
    """Set the password a link's user chose, end their sessions and factors, and end the link. InvalidInput tells what
    is wrong with the password; the link stays good then."""
    with transaction.atomic():
        link = _good(token, lock=True)
        user = User.objects.select_for_update().get(pk=link.user_id)
        _refuse_weak(password, user)
        user.set_password(password)  # the sessions signed in under the old one end with it
        user.save(update_fields=["password"])
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        removed = second_factor.remove_all(user)
        guessing.right(user.email)
        kept_answers.forget(of=user)
        note("link_use", link.kind, user, link=str(link.pk), factors_removed=removed)
    return user


def resets_not_told(user: User) -> list[OneTimeLink]:
    """The links that were made to get into this user's account, used or not, and not shown to them yet."""
    return list(OneTimeLink.objects.filter(user=user, kind=Kind.RESET, told_at=None).order_by("made_at"))


def tell(links: list[OneTimeLink]) -> None:
    """Note that these were shown to their user."""
    OneTimeLink.objects.filter(pk__in=[each.pk for each in links]).update(told_at=timezone.now())


def open_until(users: list[User]) -> dict[UUID, datetime]:
    """Of these users, those with a link that can be used, and until when."""
    found = OneTimeLink.objects.filter(
        user__in=users, used_at=None, replaced_at=None, expires_at__gt=timezone.now()
    ).values_list("user_id", "expires_at")
    return dict(found)


def _refuse_stranger(user: User, *, by: Caller) -> None:
    by.require("users")
    if not is_own(user, by=by):
        raise _no_such_user()


def _no_such_user() -> NotFound:
    return NotFound("There is no such user that you may change.", fix="`user list` shows them.")


def _make(user: User, kind: Kind, *, by: Caller) -> str:
    token, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        _one_at_a_time(user)
        user.refresh_from_db()
        if not user.is_active:
            raise Conflict("This user is suspended.", fix="Restore the user first.")
        if kind == Kind.INVITATION and user.has_usable_password():
            raise Conflict(
                "This user has signed in before.", fix="Make a link to reset the sign-in, if the password is lost."
            )
        OneTimeLink.objects.filter(user=user, used_at=None, replaced_at=None).update(replaced_at=now)
        made = OneTimeLink.objects.create(
            id=uuid4(),
            user=user,
            kind=kind,
            token_hash=_hash(token),
            made_by=by.id,
            made_at=now,
            expires_at=now + load_sign_in_policy().link,
        )
        log("link_make", kind.value, user.organisation, by=by, user=str(user.pk), link=str(made.pk))
    return f"/invitation/{token}"


def _good(token: str, *, lock: bool = False) -> OneTimeLink:
    links = OneTimeLink.objects.select_related("user", "user__organisation")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(token_hash=_hash(token)).first()
    if link is None:
        raise NotFound("This link is not one of ours, or a part of it is missing.", fix="Copy the whole link.")
    if link.used_at is not None:
        raise Conflict(
            "This link has been used; it works once.",
            fix=f"If it was you, sign in with the password you chose. If it was not, say so at once. {ANOTHER}",
        )
    if link.replaced_at is not None:
        raise Conflict("A newer link was made, which ended this one.", fix=f"Use the newest. {ANOTHER}")
    if link.expires_at <= timezone.now():
        raise Conflict("This link was good for a time, which is over.", fix=ANOTHER)
    if not link.user.is_active:
        raise NotAllowed("This user is suspended.", fix="Ask your organisation's super user.")
    return link


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        findings = [Finding("password", "password", says, "Choose another.") for says in weak.messages]
        raise InvalidInput(findings) from weak


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _one_at_a_time(user: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"link {user.pk}"])
