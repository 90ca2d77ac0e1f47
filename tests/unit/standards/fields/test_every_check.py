"""Every check of every layout: it reports the value that breaks it, and lets the value at its limit pass."""

from __future__ import annotations

import pytest

from rollbook.standards.fields import Kind, field_checks, not_generated
from rollbook.standards.fields.asked import PHASE, TERM
from rollbook.standards.layouts import known_layouts, layout_of
from tests.invented_layout import invented_layout
from tests.unit.standards.fields.values import breaking, fitting

LAYOUTS = [*known_layouts(), invented_layout()]
ON_RECORDS = {Kind.TOO_MANY, Kind.TOO_FEW, Kind.SEVERAL, Kind.NONE, Kind.COUNT, Kind.TERM, Kind.PHASE}


def cases_for(layout, table, choose):
    """One row for each check of a table and each value, by what has to be said elsewhere for them to be asked.

    Each case is the rows of all tables, and which check each row of this table is for.
    """
    cases = {}
    for check in field_checks(layout):
        if check.table == table.name and check.kind not in ON_RECORDS:
            said = _said(layout, check)
            rows, at = cases.setdefault(tuple(said), ([], {}))
            own = {name: value for place, name, value in said if place == table.name}
            for value in choose(check):
                rows.append({**own, **_what_must_be_there(layout, check), check.column: value})
                at[len(rows), check.field, check.kind] = check
    for said, (rows, at) in cases.items():
        elsewhere = {place: [{name: value}] for place, name, value in said if place != table.name}
        yield {**elsewhere, table.name: rows}, at


def _said(layout, check):
    """The term and the phase in which a field is asked for, where that matters."""
    around = [one for one in layout.groups if check.definition.at.startswith(f"{one.at}/")]
    for word, place in (("terms", TERM), ("phases", PHASE)):
        lists = [set(getattr(one, word)) for one in (*around, check.definition) if getattr(one, word)]
        if lists:
            yield (*place.split("."), min(set.intersection(*lists)))


def _what_must_be_there(layout, check):
    """A value beside it in each optional group, without which a missing one is not missed."""
    around = [one for one in layout.groups if check.definition.at.startswith(f"{one.at}/")]
    beside = [
        one.name
        for group in around
        for one in layout.fields_of(check.table)
        if one.at.startswith(f"{group.at}/") and one.name != check.column
    ]
    return dict.fromkeys(beside, "1")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
def test_every_check_reports_what_breaks_it(check, layout):
    for table in layout.tables:
        for rows, at in cases_for(layout, table, breaking):
            found = {(one["row_id"], one["field"], one["rule"]) for one in check(layout, rows)}
            missed = [key for key, one in at.items() if (key[0], one.field, one.code) not in found]
            assert missed == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
def test_every_check_lets_the_limit_pass(check, layout):
    date = "2024-02-29" if layout.date == "%Y-%m-%d" else "29022024"
    for table in layout.tables:
        for rows, at in cases_for(layout, table, lambda one: fitting(one, date)):
            found = {(one["row_id"], one["field"], one["rule"]) for one in check(layout, rows)}
            wrong = [key for key, one in at.items() if (key[0], one.field, one.code) in found]
            assert wrong == []


def test_the_ilr_reports_under_every_published_field_rule_but_one():
    layout = layout_of("ilr", "2025-26")
    published = {one.code for one in field_checks(layout) if one.is_published}
    assert len(published) == 201
    assert list(not_generated(layout)) == ["FD_UCASPERID_AR"]
