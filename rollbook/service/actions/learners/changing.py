"""One change to one record: the version before is kept whole, the keys follow, and the feed hears of it.

Every change of a learner's row goes through `change`; it is called inside the action's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.base.text import forbidden_character
from rollbook.matching import Details, normalise, stored_keys
from rollbook.organisations import Caller
from rollbook.register.objections import SHARING, wider_sharing
from rollbook.service.models import Change, Learner, LearnerVersion
from rollbook.service.readers.learners import linked_numbers, survivors
from rollbook.service.readers.objections import widest_sharing


@dataclass(frozen=True, slots=True)
class Why:
    """Who changes a record, for which purpose and reason, and under which number it was asked."""

    by: Caller
    purpose: str
    kind: str
    asked_under: int
    reason: str = ""


def require_reason(reason: str, *, says: str, fix: str) -> None:
    """Refuse an empty reason; the history shows it to whoever asks why."""
    if not reason.strip():
        raise InvalidInput([Finding("reason_missing", "reason", says, fix)])
    refuse_unseen(reason, "reason")


def refuse_unseen(text: str, field: str) -> None:
    """Refuse free text with a character that cannot be seen, such as NUL, which no database stores."""
    if character := forbidden_character(text.translate({10: None, 13: None, 9: None})):
        says = f"This holds a character that cannot be seen and is not allowed: {character}."
        raise InvalidInput([Finding("forbidden_character", field, says, "Type it again.")])


def locked(uln: int) -> Learner:
    """The record, held against other changes until the transaction ends.

    Held so that an enrolment can still refer to it: a registration of the same learner does not wait, and so can
    never be waited for in a circle.
    """
    learner = Learner.objects.select_for_update(no_key=True).filter(pk=uln).first()
    if learner is None or learner.status == Learner.Status.DELETED:
        raise NotFound("No learner has this number.", fix="Check the number.")
    return learner


def locked_survivor(uln: int) -> Learner:
    """The record a number leads to, held; looked up again where a link was made or undone while we waited."""
    for _ in range(5):
        learner = locked(survivors([uln]).get(uln, uln))
        if learner.status == Learner.Status.LIVE:
            return learner
    raise Conflict("The links of this number are being changed. Try again.")


def change(learner: Learner, values: Mapping[str, Any], why: Why, *, now: datetime) -> dict[str, tuple[Any, Any]]:
    """Set these values and return what changed, as (before, after); nothing is written where nothing changes.

    Where the learner objects to sharing, no change makes it wider than she allows.
    """
    values = _as_she_allows(learner, values)
    changed = {
        name: (getattr(learner, name), value) for name, value in values.items() if getattr(learner, name) != value
    }
    if not changed:
        return {}
    # A clock that was set back must not make a version end before it began.
    now = max(now, learner.since)
    _keep(learner, changed, why, now=now)
    for name, (_, value) in changed.items():
        setattr(learner, name, value)
    learner.version += 1
    learner.since = now
    learner.keys = [] if learner.status == Learner.Status.DELETED else list(stored_keys(normalise(details_of(learner))))
    learner.save()
    return changed


def plain_record(learner: Learner) -> dict[str, Any]:
    """The row as its versions keep it: plain JSON values by column, without the keys."""
    columns = [field.attname for field in Learner._meta.concrete_fields if field.attname != "keys"]
    return dict(_plain({column: getattr(learner, column) for column in columns}))


def details_of(learner: Learner) -> Details:
    """The record's details as matching compares them."""
    return Details(
        given_name=learner.given_name,
        family_name=learner.family_name,
        date_of_birth=learner.date_of_birth,
        gender=learner.gender,
        postcode=learner.postcode,
        middle_names=learner.middle_names,
        preferred_given_name=learner.preferred_given_name,
        previous_family_name=learner.previous_family_name,
        family_name_at_16=learner.family_name_at_16,
        school_at_16=learner.school_at_16,
        place_of_birth=learner.place_of_birth,
        email=learner.email,
        former_names=tuple(
            (name["given_name"], name["family_name"]) for name in (*learner.former_names, *learner.alternative_names)
        ),
        former_postcodes=tuple(learner.former_postcodes),
        identifiers=tuple((each["scheme"], each["value"]) for each in learner.identifiers),
    )


def announce(kind: str, uln: int, *, survivor: int | None = None, fields: Iterable[str] = (), now: datetime) -> None:
    """Put an event into the feed: the names of the fields, never their values."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {Change._meta.db_table} (kind, uln, survivor, fields, at) values (%s, %s, %s, %s, %s)",
            [kind, uln, survivor, sorted(fields), now],
        )


def _as_she_allows(learner: Learner, values: Mapping[str, Any]) -> Mapping[str, Any]:
    ability = values.get(SHARING, learner.ability_to_share)
    if ability == learner.ability_to_share or values.get("status") == Learner.Status.DELETED:
        return values
    widest = widest_sharing(linked_numbers(learner.pk))
    return {**values, SHARING: learner.ability_to_share} if wider_sharing(ability, widest=widest) else values


def _keep(learner: Learner, changed: Mapping[str, tuple[Any, Any]], why: Why, *, now: datetime) -> None:
    LearnerVersion.objects.create(
        learner=learner,
        version=learner.version,
        details=plain_record(learner),
        stood_from=learner.since,
        stood_until=now,
        changed=_plain({name: list(pair) for name, pair in changed.items()}),
        kind=why.kind,
        asked_under=why.asked_under,
        actor=why.by.id,
        organisation_id=why.by.organisation,
        purpose=why.purpose,
        reason=why.reason[:400],
    )


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
