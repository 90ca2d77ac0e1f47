"""People who sign in: made, moved, suspended, restored. A super user does this for their own organisation or sector."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from rollbook.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller, roles
from rollbook.service.actions import access
from rollbook.service.actions.organisations import locked, log
from rollbook.service.models import AccessChange, Organisation, Sector, User

Cause = AccessChange.Cause


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
        made = _make(asked, home, _sector(asked.sector, home, by=by))
        log("user_create", "made", home, by=by, user=str(made.pk), role=made.role)
    return made


def create_first_operator(email: str, name: str) -> User:
    """The first operator of a new register, made by whoever installs it; refused once there is one."""
    asked = NewUser(email, name, "operator")
    _refuse_wrong(asked)
    with transaction.atomic():
        one_at_a_time()
        if User.objects.filter(role="operator", is_active=True).exists():
            raise NotAllowed("The register has an operator already.", fix="Ask them: `rollbook user create --as ...`.")
        made = _make(asked, None, None)
        log("user_create", "made", None, by=installer(), user=str(made.pk), role=made.role)
    return made


def suspend(who: str, *, by: Caller, reason: str = "") -> User:
    """Refuse a user, named by e-mail address or id, from their next request on."""
    by.require("users")
    with transaction.atomic():
        found = _changeable(who, by=by)
        _refuse_self(found, by=by)
        refuse_last(found, by=by)
        access.stop(found, cause=Cause.DECIDED, reason=reason.strip()[: access.MOST], by=by)
    return found


def restore(who: str, *, by: Caller, reason: str = "") -> User:
    """Let a suspended user work again; their time to sign in begins anew."""
    by.require("users")
    with transaction.atomic():
        found = _changeable(who, by=by)
        access.refuse_giving_back(found, by=by)
        access.give_back(found, cause=Cause.DECIDED, reason=reason.strip()[: access.MOST], by=by)
    return found


def move(who: str, *, role: str, sector: str = "", by: Caller) -> User:
    """Give a user another role, or another sector of the same organisation ("" is the whole of it).

    Whoever works in one sector moves people within it. Nobody moves themselves.
    """
    by.require("users")
    with transaction.atomic():
        found = _changeable(who, by=by)
        _refuse_self(found, by=by)
        _refuse_other_side(found, role)
        place = _sector(sector, found.organisation, by=by)
        if (found.role, found.sector_id) == (role, place.pk if place else None):
            return found
        if role != found.role or place is not None:
            refuse_last(found, by=by)
        before = f"{found.role}, {found.sector.name if found.sector else 'no sector'}"
        found.role, found.sector = role, place
        found.save(update_fields=["role", "sector"])
        access.moved(found, reason=f"Before: {before}.", by=by)
    return found


def users(*, by: Caller) -> list[User]:
    """The users the caller may see: their organisation's (and sector's), or all."""
    by.require("users")
    found = User.objects.select_related("organisation", "sector").order_by("email")
    if not by.may("govern"):
        found = found.filter(organisation_id=by.require_organisation())
        if by.sector is not None:
            found = found.filter(sector_id=by.sector)
    return list(found)


def user(user_id: UUID, *, by: Caller) -> User:
    """One user that the caller may see."""
    by.require("users")
    found = User.objects.select_related("organisation", "sector").filter(pk=user_id).first()
    if found is None or not is_own(found, by=by):
        raise NotFound("There is no such user that you may see.", fix="The list of users shows them.")
    return found


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
        found.append(_no_role("People have no such role.", known) if asked.role else access.NO_ROLE)
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


def _sector(name: str, home: Organisation | None, *, by: Caller) -> Sector | None:
    if home is None:
        return None
    if not name.strip():
        return Sector.objects.get(pk=by.sector) if by.sector is not None else None
    found = home.sectors.filter(name=name.strip()).first()
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


def is_own(found: User, *, by: Caller) -> bool:
    """Whether somebody who makes users may see and change this one."""
    if by.may("govern"):
        return True
    return found.organisation_id == by.organisation and by.sector in (None, found.sector_id)


def held(found: User) -> User:
    """The user, held until the transaction ends; changes within one organisation go one after the other."""
    if found.organisation_id is None:
        one_at_a_time()
    else:
        Organisation.objects.select_for_update(no_key=True).get(pk=found.organisation_id)
    return User.objects.select_for_update(of=("self",)).select_related("organisation", "sector").get(pk=found.pk)


def _changeable(who: str, *, by: Caller) -> User:
    found = User.objects.filter(_named(who)).first()
    if found is None or not is_own(found, by=by) or not is_own(found := held(found), by=by):
        raise NotFound("There is no such user that you may change.", fix="`user list` shows them.")
    return found


def _named(who: str) -> Q:
    try:
        return Q(pk=UUID(who.strip()))
    except ValueError:
        return Q(email__iexact=who.strip())


def _refuse_self(found: User, *, by: Caller) -> None:
    if by.id == f"user:{found.pk}":
        raise Conflict("Nobody suspends or moves themselves.", fix="Ask another super user or an operator.")


def refuse_last(found: User, *, by: Caller) -> None:
    """Somebody has to be left who can let others in: a super user in an organisation, an operator in the register."""
    refuse_last_operator(found)
    if found.role != "super_user" or by.may("govern") or not found.is_active:
        return
    others = _others_like(found)
    if found.sector is None:
        others = others.filter(sector=None)
    if not others.exists():
        raise Conflict(
            "This is the last super user of the organisation.",
            fix="Make another one first, or ask the register's team.",
        )


def refuse_last_operator(found: User) -> None:
    """Refuse where the register would be left without an operator."""
    if found.role == "operator" and not _others_like(found).exists():
        raise Conflict("This is the last operator of the register.", fix="Make another one first.")


def _others_like(found: User) -> QuerySet[User]:
    return User.objects.filter(is_active=True, role=found.role, organisation=found.organisation).exclude(pk=found.pk)


def _refuse_other_side(found: User, role: str) -> None:
    known = roles().get(role)
    if known is None or not known.human or known.register_staff != roles()[found.role].register_staff:
        alike = roles()[found.role].register_staff
        names = [each.name for each in roles().values() if each.human and each.register_staff == alike]
        says = "A user of this kind has no such role."
        raise InvalidInput([_no_role(says, ", ".join(names)) if role else access.NO_ROLE])


def _no_role(says: str, known: str) -> Finding:
    return Finding("role", "role", says, f"One of: {known}.")


def one_at_a_time() -> None:
    """Hold back every other change of the register's own users until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('first operator'))")
