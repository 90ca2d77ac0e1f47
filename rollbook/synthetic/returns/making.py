"""Makes a return of any size: templates repeated for so many people, faults put in, then the people's own details.

Nothing is worked out row by row but numbers with a check character, so a million records cost seconds. The same seed
makes the same file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from rollbook.standards.loaded import Loaded
from rollbook.synthetic.returns.details import Details
from rollbook.synthetic.returns.faults import put_in, truth
from rollbook.synthetic.returns.filling import filled, filled_text
from rollbook.synthetic.returns.grouping import grouped
from rollbook.synthetic.returns.kinds import drawn_kinds, drawn_templates, people_tables
from rollbook.synthetic.returns.persons import persons
from rollbook.synthetic.returns.plans import NO_CONSTANTS, Plan, plan_of
from rollbook.synthetic.returns.repeating import PERSON, as_raw, repeated


@dataclass(frozen=True, slots=True)
class Made:
    """An invented return, and the truth about it: which record has which fault (`record`, `rule`).

    `loaded.name` is the name that the file is to have.
    """

    loaded: Loaded
    truth: pl.DataFrame


def make_return(
    standard: str,
    version: str,
    count: int,
    seed: int,
    *,
    variety: str = "",
    term: str = "",
    shape: str = "",
    faults: float = 0.0,
    name: str = "",
    constants: Mapping[str, str] = NO_CONSTANTS,
) -> Made:
    """A return with so many of the people that it is about.

    `variety` is for a standard with several plans (`primary`), `term` for one with several files a year (`autumn`),
    `shape` for one of several shapes. `faults` is the share of records that something is wrong with. `name` is the name
    that the file will have, if not the plan's: some standards repeat it in the file. `constants` take the place of the
    plan's, such as `ukprn`. UserError for a version that is not made.
    """
    plan = plan_of(standard, version, variety=variety, term=term, shape=shape, constants=constants)
    rng = np.random.default_rng([seed, count])
    layout, tables_of_people = plan.layout, people_tables(plan)
    kinds = drawn_kinds(plan, count, rng)
    templates, chosen = drawn_templates(plan, kinds, rng)
    tables = repeated(layout, tables_of_people, templates, chosen)
    done = put_in(tables, plan.faults, rng.random(len(kinds)) < faults, rng)
    details = Details(plan, persons(plan, kinds, seed), seed)
    for group in plan.groups:
        members = pl.DataFrame({shared: details.of(shared).head(count) for shared in group.by})
        tables[group.table] = grouped(tables[group.table], group, members)
    name = name or _own_name(plan)
    values = _of_file(plan, tables, count, name)
    for table, frame in tables.items():
        tables[table] = filled(frame, partial(_detail, frame, values, details))
    told = truth(layout, tables, tables_of_people, done)
    return Made(Loaded(layout, as_raw(layout, tables), name=name), told)


def _detail(frame: pl.DataFrame, values: Mapping[str, str], details: Details, name: str) -> pl.Series:
    """What a place holds in each row: a value of the whole file, or one of the person whose row it is."""
    if name in values:
        return pl.Series([values[name]], dtype=pl.String).new_from_index(0, len(frame))
    return details.of(name).gather(frame[PERSON])


def _of_file(plan: Plan, tables: Mapping[str, pl.DataFrame], count: int, name: str) -> dict[str, str]:
    counted = {one: str(int(len(tables[of["table"]]) * of["share"])) for one, of in plan.counts.items()}
    return _of_year(plan) | counted | {"people": str(count), "file_name": name}


def _own_name(plan: Plan) -> str:
    return filled_text(plan.name, _of_year(plan).__getitem__)


def _of_year(plan: Plan) -> dict[str, str]:
    year = plan.starts.year
    ending = "CSV" if plan.layout.shape == "delimited" else "XML"
    return {"year": str(year), "yy": str(year % 100), "ending": ending} | dict(plan.constants)
