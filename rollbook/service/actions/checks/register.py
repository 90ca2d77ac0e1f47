"""The learner register as one of the tables that rules look into: which of a file's numbers are in use, no more.

The answer is that of a verification without names: a number is in use or not, nothing of whose it is. So no learner is
named in the log: one line says how many numbers were asked about. The watch looks at who searches for whom; here
nobody is searched for, and it counts nothing. How often files may be checked has a limit instead (`limits.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.sql import sql
from rollbook.standards import Layout
from rollbook.standards.tables import Given, Reference, standard_data

TABLE = "learner_register"
FIRST, LAST = 1_000_000_000, 9_999_999_999  # what a number can be


def register_for(layout: Layout, *, by: Caller, purpose: str, check: str = "") -> Given:
    """The register for the rules of this layout; nothing where none of them asks it, or the caller may not verify."""
    if TABLE not in standard_data(layout.standard, layout.version).references or not by.may("verify"):
        return {}

    def asked(values: pa.Array) -> Reference:
        numbers = [each for each in values.to_pylist() if FIRST <= each <= LAST]
        with transaction.atomic():
            used = _in_use(numbers)
            told = {"ulns": len(numbers), **({"check": check} if check else {})}
            record([Entry("check_file", "numbers", details=told)], by=by, purpose=purpose)
        return Reference(pa.table({"ULN": pa.array(used, pa.int64())}), f"{timezone.localdate():%Y-%m-%d}")

    return {TABLE: asked}


def _in_use(numbers: Iterable[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql("learners/in_use"), {"ulns": list(numbers)})
        return [row[0] for row in cursor.fetchall()]
