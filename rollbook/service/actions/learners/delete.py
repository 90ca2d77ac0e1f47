"""Remove a record that was made by mistake: its details go and its number stays used.

The versions before stay, so that the register's own staff can see what was removed, by whom and why; no organisation
is shown them any more (`read.py`).
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict
from rollbook.organisations import Caller
from rollbook.service.actions.learners.changing import Why, announce, change, locked, require_reason
from rollbook.service.actions.learners.fields import DATES, LISTS, NUMBERS, TEXTS
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Learner

EMPTY: dict[str, object] = {
    **dict.fromkeys(TEXTS, ""),
    **dict.fromkeys(DATES, None),
    **dict.fromkeys(NUMBERS, 0),
    **{name: [] for name in LISTS},
    "former_names": [],
    "former_postcodes": [],
    "identifiers": [],
    "notice_version": "",
}


def delete(uln: int, *, reason: str, by: Caller, purpose: str) -> None:
    """Empty the record for good. A record that others are linked to is not deleted: undo those links first."""
    by.require("delete")
    by.require_purpose(purpose)
    require_reason(reason, says="A deletion needs its reason.", fix="Say how the mistake came about.")
    with transaction.atomic():
        learner = locked(uln)
        if learner.status != Learner.Status.LIVE or Learner.objects.filter(linked_to_id=uln).exists():
            raise Conflict("This record is part of a link. Undo the link first.")
        now = timezone.now()
        change(learner, {**EMPTY, "status": Learner.Status.DELETED}, Why(by, purpose, "delete", uln, reason), now=now)
        announce("deleted", uln, now=now)
        record([Entry("delete", "deleted", [uln])], by=by, purpose=purpose)
