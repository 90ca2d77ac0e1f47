"""Who holds a learner: the organisations she is or was enrolled with, under any number linked to hers."""

from __future__ import annotations

from django.db import connection

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller

_HELD = """
select 1 from service_enrolment e
where e.organisation_id = %(organisation)s
  and (%(sector)s::uuid is null or e.sector_id is null or e.sector_id = %(sector)s::uuid)
  and e.learner_id in (
      with recursive family as (
          select surviving_number(%(uln)s) as uln
          union
          select l.uln from service_learner l join family f on l.linked_to_id = f.uln
      ) select uln from family)
limit 1
"""


def is_held(uln: int, *, by: Caller) -> bool:
    """Whether the caller's organisation has an enrolment of this learner; the register's own staff hold all."""
    if by.organisation is None:
        return by.is_register_staff
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"organisation": by.organisation, "sector": by.sector, "uln": uln})
        return cursor.fetchone() is not None


def require_held(uln: int, *, by: Caller) -> None:
    """Refuse as if the learner did not exist: whether a number is in use is nobody's business."""
    if not is_held(uln, by=by):
        raise NotFound(
            "No learner with this number is enrolled with your organisation.", fix="Enrol the learner first."
        )
