"""How often an element may stand, and what a field may hold, in words."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.definitions.cbds import Item, dictionary
from rollbook.standards.fields import FieldCheck
from rollbook.standards.fields.generating import limits
from rollbook.standards.fields.words import TERM_NAMES
from rollbook.standards.layouts import Element, Field, Layout, Table

_KINDS = {
    "text": "text",
    "int": "whole number",
    "decimal": "number",
    "date": "date",
    "datetime": "day and time",
    "boolean": "true or false",
}


def how_often(element: Element) -> str:
    """`1`, `0 or 1`, `1 or more`, and when it is asked for at all."""
    least, most = element.occurs
    if most is None:
        often = "any number" if least == 0 else f"{least} or more"
    elif least == most:
        often = str(least)
    else:
        often = f"{least} or {most}" if most == least + 1 else f"{least} to {most:,}"
    terms = " and ".join(TERM_NAMES.get(one, one) for one in element.terms)
    asked = [terms and f"in {terms}", element.phases and f"of schools of phase {', '.join(element.phases)}"]
    only = " ".join(one for one in asked if one)
    choice = f"one of the choice *{element.one_of}*" if element.one_of else ""
    return "; ".join(one for one in (often, choice, only and f"asked only {only}") if one)


def table_words(table: Table) -> str:
    """Where the rows of a table stand in a file without elements."""
    if table.when is not None:
        shown = " or ".join(f"`{one}`" for one in table.when.values)
        last = table.when.start + table.when.length - 1
        return f"a record: lines with {shown} at characters {table.when.start} to {last}"
    if table.first_row < 0:
        return "a record: the last line"
    if table.first_row:
        return f"a record: line {table.first_row}{' and those below' * (table.last_row is None)}"
    return "a record"


def item_called(number: str) -> Item | None:
    """The latest version of a data item; None where the dictionary has no such number."""
    return next((one[-1] for one in dictionary().items.values() if one[0].number == number), None)


def holds(field: Field, layout: Layout) -> str:
    """What a field may hold: its kind and limits, and what else there is to know of its value."""
    return "; ".join(_parts(field, layout))


def _parts(field: Field, layout: Layout) -> Iterator[str]:
    if layout.shape == "fixed":
        last = field.start + field.width - 1
        yield f"character {last}" if field.width == 1 else f"characters {field.start} to {last}"
    yield " ".join(one for one in (f"`{field.named}`" if field.named else _KINDS[field.type], _limits(field)) if one)
    if field.values:
        shown = ", ".join(f"`{one}`" for one in field.values)
        yield f"always {shown}" if field.fixed else f"one of {shown}"
    if field.pattern:
        own_words = field.form if field.form and field.form != _type_form(field, layout) else ""
        yield own_words or f"of the form `{field.pattern}`"
    elif field.form and not field.named:
        yield field.form
    if field.counts:
        yield f"how many {field.counts} records there are"
    if field.also:
        yield f"also read as {', '.join(f'`{one}`' for one in field.also)}"
    if field.personal:
        yield "personal"


def _limits(field: Field) -> str:
    found = limits(field)
    if field.range is not None:
        low, high = field.range
        text = f"up to {high}" if low is None else f"from {low}" if high is None else f"from {low} to {high}"
    elif found is None:
        text = ""
    else:
        text = _lengths(*found, "character" if field.type == "text" else "digit")
    decimals = f"at most {field.decimals} decimals" if field.decimals is not None else ""
    return ", ".join(one for one in (text, decimals) if one).replace("1 decimals", "1 decimal")


def _lengths(least: int, most: int | None, unit: str) -> str:
    if most is None:
        return f"of at least {least} {unit}s" if least else ""
    plural = "s" if most != 1 else ""
    if least == most:
        return f"of {most} {unit}{plural}"
    return f"of {'at most' if least < 2 else f'{least} to'} {most} {unit}{plural}"


def _type_form(field: Field, layout: Layout) -> str:
    return layout.types[field.named].form if field.named else ""


def check_words(check: FieldCheck) -> str:
    """A check by its kind, and the published code it reports under if there is one."""
    kind = str(check.kind).replace("_", " ")
    return f"{kind} `{check.code}`" if check.is_published else kind
