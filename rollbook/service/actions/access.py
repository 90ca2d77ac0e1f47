"""A user's or a client's access, stopped and given back: each time one row that says why, whoever or whatever did it.

These are steps of other actions, taken in their transaction after they have asked for the permission.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.actions.organisations import log
from rollbook.service.actions.signing_in.ending import end_sessions_of
from rollbook.service.models import AccessChange, Client, User

KEEPER = Caller("system:access", "Review of access", "system", None, "", frozenset(), "worker")
Cause, Kind = AccessChange.Cause, AccessChange.Kind
MOST = 400
NO_ROLE = Finding("role", "role", "It is not said what this access is for.", "Choose one.")


def stop(who: User | Client, *, cause: AccessChange.Cause, reason: str, by: Caller) -> None:
    """Refuse a user or a client from the next request on; one that is stopped already stays as it is."""
    if not who.is_active:
        return
    who.is_active = False
    if isinstance(who, Client):
        who.status_reason = reason
        who.save(update_fields=["is_active", "status_reason"])
    else:
        who.save(update_fields=["is_active"])
    _keep(who, Kind.SUSPENDED, cause, reason, by=by)


def give_back(who: User | Client, *, cause: AccessChange.Cause, reason: str, by: Caller) -> None:
    """Let a stopped user or client work again; their time to use it begins anew, and a user signs in anew."""
    if who.is_active:
        return
    who.is_active = True
    if isinstance(who, Client):
        who.status_reason = ""
        who.save(update_fields=["is_active", "status_reason"])
    else:
        who.save(update_fields=["is_active"])
        # Only here, so that who works on while stopped is told why at the next page. One that stayed quiet meanwhile
        # may be in the wrong hands, and must not wake up again.
        end_sessions_of(who)
    _keep(who, Kind.RESTORED, cause, reason, by=by)


def moved(who: User, *, reason: str, by: Caller) -> None:
    """Keep that a user's role or sector changed."""
    _keep(who, Kind.MOVED, Cause.DECIDED, reason, by=by)


def refuse_giving_back(who: User | Client, *, by: Caller) -> None:
    """Refuse where something else has to happen first."""
    stopped = stopped_because(who)
    if stopped is None:
        return
    if stopped.cause == Cause.NOT_CERTIFIED:
        raise Conflict(
            "Access ended because nobody certified that it is still needed.", fix="Certify it: that restores it."
        )
    if stopped.cause == Cause.EMERGENCY and not by.may("govern"):
        raise Conflict(
            "A reviewer stopped this access after an emergency that was none.",
            fix="Ask the team that runs the register.",
        )


def stopped_because(who: User | Client) -> AccessChange | None:
    """Why somebody who is stopped now was stopped; None for one who works, or whose stopping nobody explained."""
    if who.is_active:
        return None
    found = who.access_changes.exclude(kind=Kind.MOVED).order_by("-at", "-id").first()
    return found if found is not None and found.kind == Kind.SUSPENDED else None


def checked_reason(reason: str, *, field: str = "reason", least: int = 1, most: int = MOST) -> str:
    """The reason without its edges; refused where it is missing, too short to say anything, or too long."""
    given = " ".join(reason.split())
    if not least <= len(given) <= most or "\x00" in given:
        says = f"This needs a reason, of {least} to {most} characters."
        raise InvalidInput([Finding("reason_missing", field, says, "Say why.")])
    return given


def person(by: Caller) -> User:
    """The user a caller is; refused to what is no person who signs in."""
    try:
        found = User.objects.filter(pk=UUID(by.id.removeprefix("user:"))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotAllowed("This is for people who sign in.", fix="Use the account of a person.")
    return found


def _keep(who: User | Client, kind: AccessChange.Kind, cause: AccessChange.Cause, reason: str, *, by: Caller) -> None:
    now = timezone.now()
    if by is KEEPER:  # so that the organisation's own log tells of it
        by = replace(by, organisation=who.organisation_id)
    verb = {Kind.SUSPENDED: "suspend", Kind.RESTORED: "restore", Kind.MOVED: "move"}[kind]
    if isinstance(who, Client):
        AccessChange.objects.create(client=who, kind=kind, cause=cause, reason=reason, by=by.id, at=now)
        log(f"client_{verb}", kind.value, who.organisation, by=by, client=who.client_id, cause=cause.value)
    else:
        AccessChange.objects.create(user=who, kind=kind, cause=cause, reason=reason, by=by.id, at=now)
        log(f"user_{verb}", kind.value, who.organisation, by=by, user=str(who.pk), cause=cause.value)
