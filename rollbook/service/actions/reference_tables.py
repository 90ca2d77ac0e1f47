"""Load a reference table for every check of this installation, from the shell or a page: one line in the log for each.

The table is put in place as the last step of the transaction, and taken back where that cannot be completed: no table
lies there of which the log knows nothing.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from rollbook.base.errors import Unreadable
from rollbook.organisations import Caller
from rollbook.service.audit.log import Entry, record
from rollbook.service.sealing import PIECE
from rollbook.standards.held_references import Held, form_of, held_table, names_held
from rollbook.standards.loading_references import prepared

SHELL = Caller("system:reference", "Reference tables", "system", None, "", frozenset(), "cli")


def load_table(standard: str, name: str, file: BinaryIO, *, called: str, day: date, by: Caller) -> Held:
    """Load a CSV or Parquet file as a table; what was loaded before is replaced, for every check that begins from now.

    `called` is the file's name, `day` when it was written. NotFound for an unknown table, Unreadable where it does not
    fit, naming column and row; then what was loaded before stays.
    """
    if by != SHELL:
        by.require("reference")
    form, folder = form_of(standard, name), settings.REFERENCE_FOLDER
    with prepared(folder, standard, form, file, name=called, day=day) as table:
        with transaction.atomic():
            _one_at_a_time()
            made = table.held
            details = {
                "standard": standard, "table": name, "version": made.version, "rows": made.rows,
                "before": _version_before(standard, name),
            }  # fmt: skip
            record([Entry("load_reference", "loaded", details=details)], by=by, purpose="register_upkeep")
            table.put()
        return made


def refuse_large_table(size: int) -> None:
    """Unreadable for more bytes than a page takes."""
    if size > settings.REFERENCE_FILE_MAX_BYTES:
        raise Unreadable(
            f"The file is larger than {settings.REFERENCE_FILE_MAX_BYTES // PIECE} MB, more than a page takes.",
            fix="Leave its other columns out, or load it in the shell: `rollbook reference load`.",
        )


def _version_before(standard: str, name: str) -> str:
    folder = settings.REFERENCE_FOLDER
    with suppress(Unreadable):  # a damaged one is what is being mended
        return held_table(folder, standard, name).version if name in names_held(folder, standard) else ""
    return ""


def _one_at_a_time() -> None:
    # Two operators at the same moment: what lies there last is what the log tells last.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('rollbook.reference'))")
