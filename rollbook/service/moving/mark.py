"""The mark of a database that a restore is filling: nobody may work with it until the restore has ended."""

from __future__ import annotations

from django.db import connection

NAME = "rollbook.restoring"


def begun() -> None:
    """Set the mark; new connections see it."""
    _alter('set "rollbook"."restoring" = \'yes\'')


def ended() -> None:
    """Take the mark away."""
    _alter('reset "rollbook"."restoring"')


def is_under_way() -> bool:
    """Whether a restore into this database is under way, or was killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select 1 from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
            " where d.datname = current_database() and exists"
            " (select 1 from unnest(s.setconfig) as c where c like %s))",
            [f"{NAME}=%"],
        )
        return bool(cursor.fetchone()[0])


def _alter(what: str) -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"alter database {name} {what}")
