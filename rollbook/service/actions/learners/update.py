"""Correct a learner's details, under the number the caller holds; what was there before stays on record.

A detail the learner objects to stays as it is (`register/objections.py`), whatever an organisation sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.definitions import ability_to_share
from rollbook.definitions.learner_fields import Occasion
from rollbook.organisations import Caller
from rollbook.register.consequences import with_consequences
from rollbook.register.objections import SHARING, refusals, wider_sharing
from rollbook.service.actions.learners.changing import (
    Why,
    announce,
    change,
    locked_survivor,
    plain_record,
    refuse_unseen,
)
from rollbook.service.actions.learners.fields import ROW_FIELDS, Fields, errors, is_newer, notice_errors, row_values
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.actions.learners.writing import ADDRESS, add_evidence, add_note
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner, LearnerAddress, LearnerNotice
from rollbook.service.readers.learners import linked_numbers
from rollbook.service.readers.objections import contested, widest_sharing


@dataclass(frozen=True, slots=True)
class Updated:
    """The survivor's number, its version now, the names of the fields that changed, and the log reference."""

    uln: int
    version: int
    changed: tuple[str, ...]
    reference: UUID


def update(
    uln: int,
    fields: Fields,
    *,
    version: int | None,
    reason: str,
    by: Caller,
    purpose: str,
    notice_version: str = "",
    permission: str = "update",
    was_mistake: bool = False,
) -> Updated:
    """Set these fields of the learner the number leads to.

    `was_mistake`: what stood there was never so, such as a name that was mistyped. It does not become a former name
    or postcode; the history still holds it, as a correction.

    `version` is the version the caller read; Conflict where the record has changed since. None leaves that to the
    caller's own order of work (a batch row carries no version). Only a learner enrolled with the caller's
    organisation can be changed by it.
    """
    by.require(permission)
    by.require_purpose(purpose)
    today = timezone.localdate()
    if found := [*errors(fields, today=today, occasion=Occasion.UPDATE), *notice_errors(notice_version)]:
        raise InvalidInput(found)
    refuse_unseen(reason, "reason")
    with transaction.atomic():
        require_held(uln, by=by)
        learner = locked_survivor(uln)
        if version is not None and version != learner.version:
            raise Conflict()
        _refuse_contested(learner, fields)
        why = Why(by, purpose, "correction" if was_mistake else "update", uln, reason)
        changed = apply_fields(learner, fields, why, now=timezone.now(), notice_version=notice_version)
        entry = Entry(
            "update", "changed" if changed else "unchanged", [learner.pk], details={"fields": sorted(changed)}
        )
        record([entry], by=by, purpose=purpose)
    return Updated(learner.pk, learner.version, tuple(sorted(changed)), entry.reference)


def apply_fields(
    learner: Learner, fields: Fields, why: Why, *, now: datetime, notice_version: str = ""
) -> Mapping[str, Any]:
    """A step: set fields that were checked in a record that is held, with all that follows; what changed."""
    values = _values(learner, fields, notice_version, was_mistake=why.kind == "correction")
    changed = change(learner, values, why, now=now)
    _beside(why.asked_under, learner, fields, changed, by=why.by, now=now)
    if changed:
        announce("corrected", learner.pk, fields=changed, now=now)
    return changed


def _refuse_contested(learner: Learner, fields: Fields) -> None:
    values = {name: value for name, value in row_values(fields).items() if name in ROW_FIELDS}
    family = linked_numbers(learner.pk)
    before = {name: getattr(learner, name) for name in values}
    found = refusals(before, values, contested=contested(family) - {SHARING})
    if SHARING in values and values[SHARING] != before[SHARING]:
        found += wider_sharing(values[SHARING], widest=widest_sharing(family))
    if found:
        raise InvalidInput(found)


def _values(learner: Learner, fields: Fields, notice_version: str, *, was_mistake: bool) -> dict[str, Any]:
    values = {name: value for name, value in row_values(fields).items() if name in ROW_FIELDS}
    newer = is_newer(notice_version, learner.notice_version)
    if "ability_to_share" in values:
        refused = ability_to_share.check_change(
            str(learner.ability_to_share), str(values["ability_to_share"]), newer_notice=newer
        )
        if refused is not None:
            raise InvalidInput([refused])
    # The latest notice stays on record: an older one, sent again, must not make the next one look newer.
    if newer:
        values["notice_version"] = notice_version
    return with_consequences(plain_record(learner), values, was_mistake=was_mistake)


def _beside(
    uln: int, learner: Learner, fields: Fields, changed: Mapping[str, Any], *, by: Caller, now: datetime
) -> None:
    """Rows beside the record: kept under the number the caller named, so that undoing a link finds them there."""
    if set(ADDRESS) & set(changed):
        # Under a linked number only what was sent: the rest of the survivor's address may be somebody else's.
        where = {name: getattr(learner, name) for name in ADDRESS if uln == learner.pk or name in fields}
        captured = learner.date_of_address_capture or now.date()
        LearnerAddress.objects.create(learner_id=uln, captured_on=captured, **where)
    add_evidence([(uln, fields)], by=by, now=now)
    if "ability_to_share" in changed or "notice_version" in changed:
        LearnerNotice.objects.create(
            learner_id=uln, organisation_id=by.organisation, notice_version=learner.notice_version,
            ability_to_share=learner.ability_to_share, at=now,
        )  # fmt: skip
    add_note(uln, (fields.get("notes") or "").strip(), by=by)
