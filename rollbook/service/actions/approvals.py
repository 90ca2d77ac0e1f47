"""What is looked at before an organisation works, and what makes it be looked at again: a change of who it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.organisations.approval import checks, most_text
from rollbook.service.actions import identities, users
from rollbook.service.actions.access import checked_reason
from rollbook.service.actions.organisations import approve, locked, log
from rollbook.service.models import Organisation, OrganisationCheck, User

Status = Organisation.Status


def check(number: str, code: str, *, seen: str, passed: bool, by: Caller) -> OrganisationCheck:
    """Record what was seen of an organisation; it holds for who the organisation is now."""
    by.require("govern")
    if code not in checks():
        raise InvalidInput([Finding("check", "check", "There is no such check.", f"One of: {', '.join(checks())}.")])
    what = checked_reason(seen, field="seen", least=10, most=most_text())
    with transaction.atomic():
        home = locked(number)
        _refuse_closed(home)
        identity = identities.standing(home) or identities.keep(home, by=by)
        made: OrganisationCheck = identity.checks.create(
            check_code=code, seen=what, passed=passed, by=by.id, at=timezone.now()
        )
        log("organisation_check", "passed" if passed else "not_passed", home, by=by, check=code)
    return made


def change_identity(
    number: str,
    *,
    name: str | None = None,
    company_number: str | None = None,
    register_status: str | None = None,
    reason: str,
    by: Caller,
) -> Organisation:
    """Record that an organisation is somebody else now: another name, company number or status at the register.

    One that works is suspended by it, until every check has been made anew and it is approved again.
    """
    by.require("govern")
    why = checked_reason(reason)
    with transaction.atomic():
        home = locked(number)
        _refuse_closed(home)
        was = identities.standing(home) or identities.keep(home, by=by)
        given = {"name": name, "company_number": company_number, "register_status": register_status}
        after = {field: " ".join(value.split()) for field, value in given.items() if value is not None}
        _refuse_wrong(after)
        changed = sorted(field for field, value in after.items() if value != getattr(was, field))
        if not changed:
            raise Conflict("Nothing is different from what is recorded.", fix="Give what has changed.")
        _suspend_and_rename(home, after, changed)
        identities.keep(
            home, company_number=after.get("company_number", was.company_number),
            register_status=after.get("register_status", was.register_status), reason=why, by=by,
        )  # fmt: skip
        log("organisation_identity", "changed", home, by=by, fields=changed)
    return home


def let_in(
    number: str, *, for_purposes: Sequence[str], email: str = "", name: str = "", by: Caller
) -> tuple[Organisation, User | None]:
    """Approve an organisation and name its first super user, both or neither.

    One that has no super user yet needs one; where there is one, `email` and `name` stay empty.
    """
    by.require("govern")
    with transaction.atomic():
        home = approve(number, for_purposes=for_purposes, by=by)
        if not email.strip() and User.objects.filter(organisation=home, role="super_user", is_active=True).exists():
            return home, None
        first = users.create(users.NewUser(email, name, "super_user", ukprn=home.ukprn), by=by)
    return home, first


def _suspend_and_rename(home: Organisation, after: dict[str, str], changed: list[str]) -> None:
    if home.status == Status.APPROVED:
        words = ", ".join(field.replace("_", " ") for field in changed)
        home.status = Status.SUSPENDED
        home.status_reason = f"Changed: {words}. It works again when it has been checked and approved anew."
    home.name = after.get("name", home.name)
    home.save()


def _refuse_wrong(after: dict[str, str]) -> None:
    longest = {"name": 200, "company_number": 20, "register_status": 100}
    found = [
        Finding("length", field, f"This has up to {longest[field]} characters.", "Shorten it.")
        for field, value in after.items()
        if len(value) > longest[field]
    ]
    if "name" in after and not after["name"]:
        found.append(Finding("length", "name", "An organisation has a name.", "Give it."))
    if found:
        raise InvalidInput(found)


def _refuse_closed(home: Organisation) -> None:
    if home.status == Status.CLOSED:
        raise Conflict("The organisation is closed.")
