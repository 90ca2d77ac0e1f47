"""What is asked in some terms, or of schools of some phases, only: not missed elsewhere, and strange there."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.base.findings import Severity
from rollbook.standards.fields import words
from rollbook.standards.fields.check import SUFFIX, FieldCheck, Kind
from rollbook.standards.fields.presence import group_is_there, nearest_table
from rollbook.standards.layouts import Field, Group, Layout, Table
from rollbook.standards.tables import Connection, literal, quoted

TERM, PHASE = "header.Term", "school.Phase"  # where a file says them


def asked_here(layout: Layout, element: Field) -> list[str]:
    """Conditions under which a field is asked for: its own, and those of the groups it stands in."""
    around: list[Group | Field] = [one for one in layout.groups if element.at.startswith(f"{one.at}/")]
    return [
        f"coalesce({_said(place)} in ({', '.join(map(literal, some))}), false)"
        for one in (*around, element)
        for place, some in ((TERM, one.terms), (PHASE, one.phases))
        if some
    ]


def not_asked(layout: Layout, element: Field | Group | Table) -> Iterator[FieldCheck]:
    """The checks that an element is only there where it is asked for. By the term alone it is a warning."""
    name, code = element.at.rpartition("/")[2], element.rules
    table = nearest_table(layout, element) if not isinstance(element, Table) else element.name
    there, column = _is_there(layout, element, table)
    field = element if isinstance(element, Field) else None
    for kind, place, some, sentences, severity in (
        (Kind.TERM, TERM, element.terms, words.not_this_term(name, element.terms), Severity.WARNING),
        (Kind.PHASE, PHASE, element.phases, words.not_this_phase(name, element.phases), Severity.ERROR),
    ):
        if some:
            wrong = f"coalesce({there} and {_said(place)} not in ({', '.join(map(literal, some))}), false)"
            own = code.get(SUFFIX[kind], str(kind))
            yield FieldCheck(own, kind, table, name, *sentences, column, wrong, field, severity)


def _is_there(layout: Layout, element: Field | Group | Table, table: str) -> tuple[str, str]:
    if isinstance(element, Field):
        return f"r.{quoted(element.name)} <> ''", element.name
    if isinstance(element, Table):
        return "r.nth = 1", ""  # the first stands for all of them
    return group_is_there(layout, element.at, table), ""


def keep_said(connection: Connection, layout: Layout) -> None:
    """Keep the term and the phase that the file names, so that no check has to look them up again."""
    columns = {f"{one.table}.{one.name}" for one in layout.fields}
    for place in {TERM, PHASE} & columns:
        table, _, column = place.partition(".")
        said = f"(select {quoted(column)} from {quoted(f'raw_{table}')} limit 1)"
        connection.execute(f"set variable {_kept(place)} = {said}")


def _said(place: str) -> str:
    return f"getvariable('{_kept(place)}')"


def _kept(place: str) -> str:
    return f"said_{place.rpartition('.')[2].lower()}"
