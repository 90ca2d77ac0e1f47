"""What the verbs that use the register do alike: set the service up, say who acts and why, take personal details.

Personal details never come from arguments, which other users of the machine can read and shells remember: they come
from a prompt, or as JSON from standard input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rollbook.base.errors import NotAllowed, SetupMissing, Unreadable

if TYPE_CHECKING:
    from rollbook.organisations import Caller

As = Annotated[str, typer.Option("--as", help="Who acts: the e-mail address of a user.", envvar="ROLLBOOK_AS")]
Purpose = Annotated[
    str, typer.Option("--purpose", help="Why: a purpose of the organisation's agreement.", envvar="ROLLBOOK_PURPOSE")
]

# The five details of a search and the question for each.
DETAILS: dict[str, str] = {
    "given_name": "Given name",
    "family_name": "Family name",
    "date_of_birth": "Date of birth (YYYY-MM-DD)",
    "gender": "Gender (0 not known, 1 male, 2 female, 9 not specified)",
    "postcode": "Postcode",
}


@contextmanager
def with_service(*, as_owner: bool = False) -> Iterator[None]:
    """Django is ready within; failures of the database and the disk come out as ours (`base/errors.py`).

    `as_owner` uses the address that owns the tables: migrate, load, backup, restore. Use it as
    `with with_service(): ...`, or as a decorator `@with_service()`.
    """
    # Loaded for verbs that use the database only: Django takes a third of a second.
    from rollbook.service.failures import translated

    with translated():
        _set_up(as_owner=as_owner)
        yield


def _set_up(*, as_owner: bool) -> None:
    import django
    from django.apps import apps

    os.environ["DJANGO_SETTINGS_MODULE"] = "rollbook.service.settings"
    if as_owner:
        os.environ["ROLLBOOK_AS_OWNER"] = "1"  # read once, when the settings are loaded
    if not apps.ready:
        django.setup()


def caller(as_: str, purpose: str = "") -> Caller:
    """The named person as the actions see them; refused when they or their organisation are suspended.

    Call it within `with_service`. With a purpose it must be one that they may state.
    """
    from rollbook.service.credentials import caller_of_user
    from rollbook.service.models import User

    user = User.objects.select_related("organisation").filter(email__iexact=as_.strip()).first()
    if user is None:
        raise NotAllowed("No user has this e-mail address.", fix="`rollbook user list` shows who there is.")
    by = caller_of_user(user, channel="cli")
    if purpose:
        by.require_purpose(purpose)
    return by


def read_details(asks: Mapping[str, str] = DETAILS) -> dict[str, str]:
    """The details of one learner: prompted for on a terminal, else one JSON object from standard input.

    `asks` gives each field's question; an answer may be left empty.
    """
    if sys.stdin.isatty():
        return {
            field: typer.prompt(question, default="", show_default=False, err=True) for field, question in asks.items()
        }
    return details_from_json(sys.stdin.read())


def details_from_json(text: str) -> dict[str, str]:
    """Field names with their values as text; a number is taken as written, null as empty."""
    try:
        sent = json.loads(text)
    except ValueError as error:
        raise _not_details("Standard input is not JSON.") from error
    if not isinstance(sent, dict):
        raise _not_details("Standard input is not one JSON object.")
    return {field: _text(field, value) for field, value in sent.items()}


def _text(field: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise _not_details(f"The value of '{field}' is not text.")
    return str(value)


def _not_details(says: str) -> Unreadable:
    return Unreadable(says, fix='Send one object, such as {"given_name": "...", "family_name": "..."}.')


def require_migrated() -> None:
    """Refuse unless the database has this version's tables; for verbs that run long, within `with_service`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from rollbook.service.moving.mark import is_under_way

    if is_under_way():
        raise SetupMissing(
            "A restore into this database is under way, or was interrupted.",
            fix="Wait for it, or restore into another empty database.",
        )
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SetupMissing("The database does not have the tables of this version.", fix="Run `rollbook migrate`.")
