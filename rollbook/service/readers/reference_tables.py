"""The reference tables that checks may need: which are held here, in which version, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from rollbook.base.errors import NotFound, Unreadable
from rollbook.organisations import Caller
from rollbook.standards.held_references import (
    Held,
    form_of,
    forms_of,
    held_table,
    names_held,
    rules_needing,
    standards_that_look_up,
)
from rollbook.standards.tables import ReferenceForm


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its form, what is held, the codes of the rules that need it; `problem` where it cannot be read."""

    standard: str
    form: ReferenceForm
    held: Held | None
    rules: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one standard, those that most rules need first. `running` of its `rules` have all they need."""

    standard: str
    tables: tuple[Table, ...]
    rules: int
    running: int


def shelves(*, by: Caller) -> list[Shelf]:
    """Every table that can be held for all, by standard."""
    by.require("reference")
    return [_shelf(standard) for standard in standards_that_look_up()]


def _shelf(standard: str) -> Shelf:
    every = [_table(standard, form) for form in forms_of(standard).values() if not form.whose]
    needed = {code for each in every for code in each.rules}
    waiting = {code for each in every if each.held is None for code in each.rules}
    ordered = sorted(every, key=lambda each: (-len(each.rules), each.form.name))
    return Shelf(standard, tuple(ordered), len(needed), len(needed - waiting))


def table(standard: str, name: str, *, by: Caller) -> Table:
    """One of them. NotFound for one that is not known, or that is not the same for everybody."""
    by.require("reference")
    form = form_of(standard, name)
    if form.whose:
        raise NotFound("This table is not held for everybody.", fix="Choose one of the list of reference tables.")
    return _table(standard, form)


def _table(standard: str, form: ReferenceForm) -> Table:
    rules = rules_needing(standard, form.name)
    try:
        if form.name not in names_held(settings.REFERENCE_FOLDER, standard):
            return Table(standard, form, None, rules)
        kept = held_table(settings.REFERENCE_FOLDER, standard, form.name)
    except Unreadable as error:
        return Table(standard, form, None, rules, f"{error.message} {error.fix}")
    return Table(standard, form, kept, rules)
