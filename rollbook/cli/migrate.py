"""`rollbook migrate`."""

from __future__ import annotations

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import with_service

app = typer.Typer(add_completion=False)


@app.command()
def migrate(as_json: AsJson = False) -> None:
    """Bring the database to this version: tables, ranges of numbers, the months of the access log.

    Safe to run again. It uses DATABASE_OWNER_URL, whose user owns the tables. ROLLBOOK_RANGE names the range of
    numbers to open in a new register (`demo` unless told).
    """
    with with_service(as_owner=True):
        from django.db.migrations.recorder import MigrationRecorder

        from rollbook.service.setup import migrate as bring_up

        before = _applied()
        bring_up()
        done = MigrationRecorder.Migration.objects.count() - before
    if as_json:
        print_json({"migrations": done})
    else:
        print(f"The database is at this version; {done} migrations were applied.")


def _applied() -> int:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return len(MigrationRecorder(connection).applied_migrations())
