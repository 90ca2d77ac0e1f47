"""The sentences of field checks: what is wrong, and what to do next. No value stands in them."""

from __future__ import annotations

from rollbook.standards.layouts import Field, Table

TERM_NAMES = {"AUT": "autumn", "SPR": "spring", "SUM": "summer"}
AGAIN = "Correct it in your system and export the file again."


def missing(field: Field, record: str) -> tuple[str, str]:
    """A value that must be there is not."""
    what = f" ({field.form})" if field.form and not field.named else ""
    return f"{field.name} is missing.", f"Enter it{what} for this {record} in your system and export the file again."


def empty(field: Field) -> tuple[str, str]:
    """The element is there and holds nothing."""
    return f"{field.name} is there but empty.", "Leave the element out where there is no value."


def length(field: Field, least: int, most: int | None) -> tuple[str, str]:
    """Too many characters, or too few."""
    unit = "digits" if field.type == "int" else "characters"
    if most is None:
        allowed = f"at least {least} {unit}"
    elif least == most:
        allowed = f"exactly {most} {unit if most > 1 else unit[:-1]}"
    else:
        allowed = f"at most {most} {unit}" if least < 2 else f"from {least} to {most} {unit}"
    return f"{field.name} has {{length}} {unit}; it may have {allowed}.", f"Shorten or correct {field.name}."


def form(field: Field) -> tuple[str, str]:
    """A character, or a form, that is not allowed."""
    if not field.form:
        return f"{field.name} is not written as it has to be.", AGAIN
    return f"{field.name} holds something that is not allowed.", f"Write it as: {field.form}."


def out_of_range(field: Field) -> tuple[str, str]:
    """A number beyond its bounds."""
    low, high = field.range or (None, None)
    bounds = f"at most {high}" if low is None else f"at least {low}" if high is None else f"from {low} to {high}"
    return f"{field.name} is out of range: it has to be {bounds}.", AGAIN


def not_typed(field: Field, date_form: str) -> tuple[str, str]:
    """A value that is no number, date or truth value."""
    if field.type == "boolean":
        return f"{field.name} is neither true nor false.", "Write true or false."
    if field.type == "int":
        return f"{field.name} is not a whole number.", "Write digits only."
    if field.type == "decimal":
        return f"{field.name} is not a number.", "Write digits, and a full stop before decimals."
    if field.type == "datetime":
        return f"{field.name} is not a day and time.", "Write it as 2026-08-31T09:30:00; the day has to exist."
    return f"{field.name} is not a day that exists, or is not written as one.", f"Write it as {date_form}."


def too_many_decimals(field: Field) -> tuple[str, str]:
    """More places after the point than there may be."""
    return f"{field.name} has more than {field.decimals} decimal places.", f"Round it to {field.decimals}."


def other_value(field: Field) -> tuple[str, str]:
    """Not one of the few values that are allowed."""
    allowed = ", ".join(field.values[:12]) + (" or others listed" if len(field.values) > 12 else "")
    if field.fixed:
        return f"{field.name} has to be {field.fixed}.", "Check that this is the right file, then correct it."
    return f"{field.name} is none of: {allowed}.", AGAIN


def too_many(table: Table, name: str, record: str) -> tuple[str, str]:
    """A record more often than it may stand there."""
    within = f" in one {record}" if record else ""
    says = f"{name} stands more often{within} than it may: at most {table.at_most} time{'s' * (table.at_most != 1)}."
    return says, "Take out those that do not belong there."


def too_few(table: Table, name: str, record: str) -> tuple[str, str]:
    """A record that must be there."""
    within = f"this {record}" if record else "the file"
    count = "no" if table.occurs[0] == 1 else f"fewer than {table.occurs[0]}"
    return f"There is {count} {name} in {within}.", "Add it, or check that the export was complete."


def several(names: list[str]) -> tuple[str, str]:
    """More than one of a choice."""
    return f"Only one of {', '.join(names)} may be there.", "Take the others out."


def none_of(names: list[str]) -> tuple[str, str]:
    """None of a choice."""
    return f"One of {', '.join(names)} has to be there.", "Add the one that fits."


def not_this_term(name: str, terms: tuple[str, ...]) -> tuple[str, str]:
    """Something that is asked for in other terms."""
    asked = " and ".join(TERM_NAMES.get(one, one) for one in terms)
    return f"{name} is asked for in the {asked} term only.", "Leave it out of this term's return."


def not_this_phase(name: str, phases: tuple[str, ...]) -> tuple[str, str]:
    """Something that is asked of schools of other phases."""
    says = f"{name} is asked only of schools of phase {', '.join(phases)}."
    return says, "Leave it out, or correct the school's phase."


def wrong_count(field: Field) -> tuple[str, str]:
    """A number of records that is not their number."""
    return f"{field.name} is not the number of {field.counts} records in the file.", "Export the file again."


def record_word(table: str) -> str:
    """A table's name as a word in a sentence."""
    return table.replace("_", " ")
