"""The mark of a database that a restore is filling: nobody may work with it until the restore has ended.

It stands in the database's comment, which its owner may write and which a dump does not bring.
"""

from __future__ import annotations

from django.db import connection
from psycopg import sql

MARK = "Rollbook is restoring into this database. "


def begun() -> None:
    """Set the mark, before whatever the comment says."""
    _say(MARK + _comment())


def ended() -> None:
    """Take the mark away."""
    _say(_comment().removeprefix(MARK))


def is_under_way() -> bool:
    """Whether a restore into this database is under way, or was killed."""
    return _comment().startswith(MARK)


def _comment() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database"
            " where datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def _say(comment: str) -> None:
    statement = sql.SQL("comment on database {} is {}").format(
        sql.Identifier(connection.settings_dict["NAME"]), sql.Literal(comment or None)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection))
