"""Every check that a layout asks for, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.standards.fields import words
from rollbook.standards.fields.asked import asked_here, not_asked
from rollbook.standards.fields.check import SUFFIX, FieldCheck, Kind
from rollbook.standards.fields.patterns import as_expression
from rollbook.standards.fields.presence import conditions_of, group_is_there, is_behind_an_optional_group, nearest_table
from rollbook.standards.layouts import Field, Layout, Table
from rollbook.standards.tables import literal, quoted
from rollbook.standards.tables.values import is_blank, typed

_UNTYPED = {"int": Kind.NUMBER, "decimal": Kind.NUMBER, "boolean": Kind.TRUTH, "date": Kind.DATE, "datetime": Kind.DATE}
_DATES = {"%Y-%m-%d": "2026-08-31", "%d%m%Y": "31082026"}


def field_checks(layout: Layout) -> tuple[FieldCheck, ...]:
    """Every check of a layout: first those on values, then those that count records.

    None on the values of a table that others check, nor on the records of a delimited file: its reader counts them.
    """
    elsewhere = {table.name for table in layout.tables if table.checked_by}
    found = [check for field in layout.fields if field.table not in elsewhere for check in _of_field(layout, field)]
    for table in layout.tables:
        found += _of_choices(layout, table)
    for element in layout.elements:
        found += not_asked(layout, element)
    if layout.shape == "delimited":
        return tuple(found)
    return (*found, *(check for table in layout.tables for check in _of_table(layout, table)))


def not_generated(layout: Layout) -> dict[str, str]:
    """Published field rules whose limit the layout does not hold, each with the reason: they are not run."""
    made = {check.code for check in field_checks(layout)}
    return {
        code: f"The layout holds no limit for {element.at.rpartition('/')[2]} that this rule could check."
        for element in layout.elements
        for code in element.rules.values()
        if code not in made
    }


def _of_field(layout: Layout, field: Field) -> Iterator[FieldCheck]:
    value = f"r.{quoted(field.name)}"
    is_empty = f"{value} = ''" if field.type == "text" else f"trim({value}) = ''"
    has = f"not {is_blank(layout, value)}" if field.type != "text" else f"{value} <> ''"
    yield from _missing(layout, field, value, is_empty)
    if field.type != "text":
        yield from _untyped(layout, field, value, has)
    yield from _length(field, value, has)
    if field.patterns:
        matches = (f"regexp_full_match({value}, {literal(as_expression(one))})" for one in field.patterns)
        yield _check(field, Kind.FORM, f"{has} and not ({' and '.join(matches)})", words.form(field))
    if field.values:
        allowed = ", ".join(map(literal, field.values))
        yield _check(field, Kind.OTHER, f"{has} and {value} not in ({allowed})", words.other_value(field))
    if field.counts:
        count = f"(select count(*) from {quoted(f'raw_{field.counts}')})"
        wrong = f"try_cast({value} as bigint) <> {count}"
        yield _check(field, Kind.COUNT, wrong, words.wrong_count(field))


def _missing(layout: Layout, field: Field, value: str, is_empty: str) -> Iterator[FieldCheck]:
    record = words.record_word(field.table)
    if field.needed and not field.one_of and not field.at.endswith("/."):
        when = "".join(f" and {one}" for one in (*conditions_of(layout, field), *asked_here(layout, field)))
        wrong = f"({value} is null or {is_empty}){when}"
        yield _check(field, Kind.MISSING, wrong, words.missing(field, record))
    elif field.empty != "absent" and _refuses_empty(field):
        yield _check(field, Kind.EMPTY, f"{value} is not null and {is_empty}", words.empty(field))


def _refuses_empty(field: Field) -> bool:
    return field.empty == "refuse" or field.type != "text" or bool(field.length and field.length[0])


def _untyped(layout: Layout, field: Field, value: str, has: str) -> Iterator[FieldCheck]:
    made = typed(field, layout, value)
    sentences = words.not_typed(field, _DATES.get(layout.date, layout.date))
    yield _check(field, _UNTYPED[field.type], f"{has} and {made} is null", sentences)
    if field.range is not None:
        low, high = field.range
        bounds = [f"{made} < {low}"] * (low is not None) + [f"{made} > {high}"] * (high is not None)
        yield _check(field, Kind.RANGE, f"{has} and ({' or '.join(bounds)})", words.out_of_range(field))
    if field.decimals is not None:
        places = f"length(rtrim(regexp_extract({value}, '\\.([0-9]*)', 1), '0'))"
        yield _check(field, Kind.DECIMALS, f"{has} and {places} > {field.decimals}", words.too_many_decimals(field))


def limits(field: Field) -> tuple[int, int | None] | None:
    """How many characters a value may have, at least and at most; none where nothing says."""
    if field.type == "text":
        if field.digits:
            return field.digits, field.digits
        return field.length or ((1, field.longest) if field.longest else None)
    if field.digits:
        return 1, field.digits
    if field.range is not None and field.range[1] is not None and "AL" in field.rules:
        return 1, len(str(field.range[1]))
    return None


def _length(field: Field, value: str, has: str) -> Iterator[FieldCheck]:
    found = limits(field)
    if found is None:
        return
    least, most = found
    length = f"length({value if field.type == 'text' else f'trim({value})'})"
    outside = [f"{length} < {least}"] * (least > 1) + [f"{length} > {most}"] * (most is not None)
    if outside:
        yield _check(field, Kind.LENGTH, f"{has} and ({' or '.join(outside)})", words.length(field, least, most))


def _check(field: Field, kind: Kind, wrong: str, sentences: tuple[str, str]) -> FieldCheck:
    code = field.rules.get(SUFFIX.get(kind, str(kind)), str(kind))
    return FieldCheck(code, kind, field.table, field.name, *sentences, field.name, f"coalesce({wrong}, false)", field)


def _of_table(layout: Layout, table: Table) -> Iterator[FieldCheck]:
    name = table.at.rpartition("/")[2] or words.record_word(table.name)
    record = words.record_word(table.parent)
    if table.at == ".":
        return
    if table.at_most is not None:
        says, fix = words.too_many(table, name, record)
        yield FieldCheck(table.rules.get("EO", str(Kind.TOO_MANY)), Kind.TOO_MANY, table.name, name, says, fix)
    if table.occurs[0] and not is_behind_an_optional_group(layout, table):
        says, fix = words.too_few(table, name, record)
        yield FieldCheck(table.rules.get("EO", str(Kind.TOO_FEW)), Kind.TOO_FEW, table.name, name, says, fix)


def _of_choices(layout: Layout, table: Table) -> Iterator[FieldCheck]:
    """The choices right within a table: one of the members, unless all may be away."""
    members = [one for one in layout.elements if one.one_of and nearest_table(layout, one) == table.name]
    for name in dict.fromkeys(one.one_of for one in members):
        chosen = [one for one in members if one.one_of == name]
        there = " + ".join(f"cast({group_is_there(layout, one.at, table.name)} as int)" for one in chosen)
        names = [one.at.rpartition("/")[2] for one in chosen]
        yield FieldCheck(
            str(Kind.SEVERAL), Kind.SEVERAL, table.name, names[0], *words.several(names), wrong=f"{there} > 1"
        )
        if all(one.occurs[0] for one in chosen):
            yield FieldCheck(
                str(Kind.NONE), Kind.NONE, table.name, names[0], *words.none_of(names), wrong=f"{there} = 0"
            )
