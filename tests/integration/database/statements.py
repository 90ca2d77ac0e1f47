"""Statements straight to the database, past the actions, and what refused them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rollbook.definitions.identifiers import uln_with_check_digit

A, B, C = (int(uln_with_check_digit(start) or 0) for start in ("100000001", "100000002", "100000003"))
LEARNER = """
insert into service_learner
    (uln, version, status, linked_to_id, title, given_name, middle_names, preferred_given_name, family_name,
     previous_family_name, family_name_at_16, former_names, alternative_names, date_of_birth, gender, postcode,
     former_postcodes, address_line_1, address_line_2, address_town, address_county_or_city, school_at_16,
     place_of_birth, email, nationality, scottish_candidate_number, unique_pupil_number, identifiers,
     ability_to_share, notice_version, verification_type, other_verification_description, keys, created_at, since)
values (%s, 1, 'live', null, '', 'Ann', '', '', 'Ash', '', '', '[]', '[]', '2001-02-03', '2', 'ZE1 0AA', '{}', '', '',
        '', '', '', '', '', '', '', '', '[]', 0, '', 0, '', '{}', now(), now())
"""
EMPTY = (
    "given_name = '', family_name = '', date_of_birth = null, gender = '', postcode = '', former_postcodes = '{}',"
    " former_names = '[]', identifiers = '[]', keys = '{}'"
)
VERSION = """
insert into service_learnerversion
    (learner_id, version, details, stood_from, stood_until, changed, kind, asked_under, actor, purpose, reason)
values (%s, 1, '{}', now(), now() + %s::interval, '{}', 'update', %s, 'a', 'p', '')
"""


def run(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def refused(statement: str, *parameters: Any) -> str:
    """The name of what refused a statement, or its message."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        run(statement, *parameters)
    cause = error.value.__cause__
    return getattr(cause.diag, "constraint_name", None) or str(cause)


def make(model: Any, **values: Any) -> Callable[[], Any]:
    return lambda: model.objects.create(**values)


def breaks(call: Callable[[], Any]) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        call()
    return str(error.value.__cause__.diag.constraint_name)
