"""People who sign in: made, suspended, restored. A super user does this for their own organisation and sector."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller, roles
from rollbook.service.actions.organisations import locked, log
from rollbook.service.models import Organisation, Sector, User


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to make a user of: where they work, by UKPRN and the sector's name, and in which role.

    Without a UKPRN they belong to the super user's own organisation, or to the team that runs the register.
    """

    email: str
    name: str
    role: str
    ukprn: str = ""
    sector: str = ""


def create(asked: NewUser, *, by: Caller) -> User:
    """Make a user. Conflict where the e-mail address has one already."""
    by.require("users")
    _refuse_wrong(asked)
    with transaction.atomic():
        home = _home(asked, by=by)
        made = _make(asked, home, _sector(asked, home, by=by))
        log("user_create", "made", home, by=by, user=str(made.pk), role=made.role)
    return made


def create_first_operator(email: str, name: str) -> User:
    """The first operator of a new register, made by whoever installs it; refused once there is one."""
    asked = NewUser(email, name, "operator")
    _refuse_wrong(asked)
    with transaction.atomic():
        _one_at_a_time()
        if User.objects.filter(role="operator", is_active=True).exists():
            raise NotAllowed("The register has an operator already.", fix="Ask them: `rollbook user create --as ...`.")
        made = _make(asked, None, None)
        log("user_create", "made", None, by=installer(), user=str(made.pk), role=made.role)
    return made


def suspend(email: str, *, by: Caller) -> User:
    """Refuse a user from their next request on."""
    return _set_active(email, is_active=False, by=by)


def restore(email: str, *, by: Caller) -> User:
    """Let a suspended user work again."""
    return _set_active(email, is_active=True, by=by)


def users(*, by: Caller) -> list[User]:
    """The users the caller may see: their organisation's (and sector's), or all."""
    by.require("users")
    found = User.objects.select_related("organisation", "sector").order_by("email")
    if not by.may("govern"):
        found = found.filter(organisation_id=by.require_organisation())
        if by.sector is not None:
            found = found.filter(sector_id=by.sector)
    return list(found)


def installer() -> Caller:
    """Whoever has the machine in hand before there are users."""
    return Caller("setup", "Setup", "operator", None, "", frozenset(), "cli")


def _refuse_wrong(asked: NewUser) -> None:
    found = []
    try:
        validate_email(asked.email.strip())
    except ValidationError:
        found.append(Finding("email", "email", "This is not an e-mail address.", "Check it."))
    if not 0 < len(asked.name.strip()) <= 100:
        found.append(Finding("length", "name", "A name has 1 to 100 characters.", "Give it."))
    if asked.role not in roles() or not roles()[asked.role].human:
        known = ", ".join(name for name, role in roles().items() if role.human)
        found.append(Finding("role", "role", "People have no such role.", f"One of: {known}."))
    if found:
        raise InvalidInput(found)


def _home(asked: NewUser, *, by: Caller) -> Organisation | None:
    if roles()[asked.role].register_staff:
        by.require("govern")
        return None
    if asked.ukprn and asked.ukprn.strip() != by.ukprn:
        by.require("govern")
    if not asked.ukprn and by.organisation is None:
        says = "A user in this role belongs to an organisation."
        raise InvalidInput([Finding("ukprn", "ukprn", says, "Give its UKPRN.")])
    return locked(asked.ukprn or by.ukprn)


def _sector(asked: NewUser, home: Organisation | None, *, by: Caller) -> Sector | None:
    if home is None:
        return None
    if not asked.sector:
        return Sector.objects.get(pk=by.sector) if by.sector is not None else None
    found = home.sectors.filter(name=asked.sector.strip()).first()
    if found is None:
        raise NotFound("The organisation has no sector of this name.", fix="`organisation list` shows its sectors.")
    if by.sector is not None and found.pk != by.sector:
        raise NotAllowed("This is another sector than yours.", fix="Ask a super user of the whole organisation.")
    return found


def _make(asked: NewUser, home: Organisation | None, sector: Sector | None) -> User:
    email = asked.email.strip()
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict("A user with this e-mail address is there already.")
    made = User(id=uuid4(), email=email, name=asked.name.strip(), role=asked.role, organisation=home, sector=sector)
    made.set_unusable_password()
    made.save()
    return made


def _set_active(email: str, *, is_active: bool, by: Caller) -> User:
    by.require("users")
    with transaction.atomic():
        found = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
        if found is None or not is_own(found, by=by):
            raise NotFound("There is no such user that you may change.", fix="`user list` shows them.")
        if not is_active and by.id == f"user:{found.pk}":
            raise Conflict("Nobody suspends themselves.", fix="Ask another super user or an operator.")
        found.is_active = is_active
        found.save()
        log("user_restore" if is_active else "user_suspend", "restored" if is_active else "suspended",
            found.organisation, by=by, user=str(found.pk))  # fmt: skip
    return found


def is_own(user: User, *, by: Caller) -> bool:
    """Whether this user is one the caller may change, given the right to change users."""
    if by.may("govern"):
        return True
    return user.organisation_id == by.organisation and by.sector in (None, user.sector_id)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('first operator'))")
