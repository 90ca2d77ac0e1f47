"""Kinds of record in an invented return, each with its traits laid out once as raw tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from rollbook.standards.rules.records import Node, changed, raw_tables, valid_record
from rollbook.synthetic.returns.plans import Kind, Plan, Trait

Codes = npt.NDArray[np.int64]


def people_tables(plan: Plan) -> list[str]:
    """The tables whose rows are people: that of those whom the file is about first."""
    return list(dict.fromkeys(kind.table for kind in plan.kinds))


def drawn_kinds(plan: Plan, count: int, rng: np.random.Generator) -> Codes:
    """The kind of each person, as a place in the plan's kinds: so many of the first table, then those on top."""
    drawn: list[Codes] = []
    for name in people_tables(plan):
        places = [place for place, kind in enumerate(plan.kinds) if kind.table == name]
        shares = np.array([plan.kinds[place].share for place in places])
        size = count if not drawn else round(count * shares.sum())
        drawn.append(rng.choice(places, size=size, p=shares / shares.sum()))
    return np.concatenate(drawn)


def drawn_templates(
    plan: Plan, kinds: Codes, rng: np.random.Generator
) -> tuple[list[Mapping[str, pl.DataFrame]], Codes]:
    """The tables of every kind with traits that somebody has, and which of them each person is made from."""
    key = kinds.astype(np.int64)
    of_main = [kind.name for kind in plan.kinds if kind.table == people_tables(plan)[0]]
    for place, trait in enumerate(plan.traits):
        may = np.array([kind.name in (trait.kinds or of_main) for kind in plan.kinds])
        key = key + len(plan.kinds) * 2**place * (may[kinds] & (rng.random(len(kinds)) < trait.share))
    used, chosen = np.unique(key, return_inverse=True)
    document = _document(plan)
    return [_tables(plan, document, *_parts(plan, int(code))) for code in used], chosen


def _parts(plan: Plan, code: int) -> tuple[Kind, list[Trait]]:
    has, kind = divmod(code, len(plan.kinds))
    return plan.kinds[kind], [trait for place, trait in enumerate(plan.traits) if has >> place & 1]


def _document(plan: Plan) -> Node:
    """The standard's valid record as the plan changes it."""
    layout = plan.layout
    valid = valid_record(layout.standard, plan.valid)
    return changed(layout, _without(valid, plan.lacks), _without(plan.document, plan.lacks))


def _without(node: Mapping[str, Any], names: Collection[str]) -> Node:
    """A record without the fields and tables that its version does not have, wherever they stand."""
    kept: Node = {}
    for key, value in node.items():
        if key in names:
            continue
        if isinstance(value, Mapping):
            kept[key] = _without(value, names)
        elif isinstance(value, list):
            kept[key] = [_without(one, names) if isinstance(one, Mapping) else one for one in value]
        else:
            kept[key] = value
    return kept


def _tables(plan: Plan, document: Node, kind: Kind, traits: Sequence[Trait]) -> dict[str, pl.DataFrame]:
    layout = plan.layout
    many = layout.table(kind.table).many
    changes: Node = {}
    for one in (plan.common.get(many, {}), kind.changes, *(trait.changes for trait in traits)):
        changes |= one
    nobody: Node = {layout.table(name).many: [] for name in people_tables(plan)}
    made = changed(layout, document, nobody | {many: [_without(changes, plan.lacks)]})
    return {name: _frame(rows) for name, rows in raw_tables(layout, made).items()}


def _frame(rows: Any) -> pl.DataFrame:
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame
