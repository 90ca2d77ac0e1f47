"""After a restore: the numbers used since the backup are kept used, or nothing more is drawn from where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import connection

from rollbook.base.errors import Unreadable, UserError
from rollbook.definitions.identifiers import uln
from rollbook.service.audit.issued import read
from rollbook.service.models import NumberRange

AT_ONCE = 10_000
NEVER_OPEN = "not the range of this register"


def reserve(file: Path) -> int:
    """Mark every number of the file as used; how many were not known before."""
    reserved = 0
    numbers = _checked(file)
    with connection.cursor() as cursor:
        while some := list(islice(numbers, AT_ONCE)):
            cursor.execute(
                "insert into service_issuednumber (uln, source, at)"
                " select n, 'reserved', now() from unnest(%s::bigint[]) as n on conflict do nothing",
                [some],
            )
            reserved += cursor.rowcount
    return reserved


def _checked(file: Path) -> Iterator[int]:
    try:
        for number in read(file):
            if not uln.is_valid(str(number)):
                raise Unreadable("The file of numbers holds something that is no ULN.", fix="Check that file.")
            yield number
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(
            "The file of numbers cannot be read.", fix="It has a ULN on each line, or is a `numbers-issued.jsonl`."
        ) from error
    except OSError as error:
        raise Unreadable("There is no such file of numbers.") from error


def close_ranges(because: str) -> list[str]:
    """Close every open range for good; their names."""
    ranges = list(NumberRange.objects.filter(is_open=True).order_by("name"))
    for each in ranges:
        each.is_open, each.closed_because = False, because
        each.save()
    return [each.name for each in ranges]


def open_range(name: str) -> None:
    """Open a range that this register has never drawn from."""
    found = NumberRange.objects.filter(name=name, is_open=False, closed_because=NEVER_OPEN).first()
    if found is None:
        raise UserError(f"There is no unused range by this name. Unused: {_unused()}.", fix="Name one of these.")
    found.is_open, found.closed_because = True, ""
    found.save()


def _unused() -> str:
    names: Iterable[str] = NumberRange.objects.filter(is_open=False, closed_because=NEVER_OPEN).values_list(
        "name", flat=True
    )
    return ", ".join(sorted(names)) or "none"
