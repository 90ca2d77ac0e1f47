"""Repeats templates' tables for their people, with ids that hang together, as reading the file would give them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import schema_of

PERSON = "person"  # the number of the person a row belongs to, from 0; the document's own rows have none
_ROW = "template_id"
Template = Mapping[str, pl.DataFrame]


def repeated(
    layout: Layout, people: Collection[str], templates: Sequence[Template], chosen: npt.NDArray[np.int64]
) -> dict[str, pl.DataFrame]:
    """The tables of a return in which person n is made from templates[chosen[n]]. Beside its columns each has PERSON.

    `people` are the tables whose rows are people; what stands in none of them is of the document.
    """
    tables: dict[str, pl.DataFrame] = {}
    for table in layout.tables:
        parents = layout.parents_of(table.name)
        if {table.name, *parents} & {*people}:
            tables[table.name] = _of_people(table.name, parents, templates, chosen, tables)
        else:
            tables[table.name] = templates[0][table.name].with_columns(pl.lit(None, pl.Int64).alias(PERSON))
    return tables


def as_raw(layout: Layout, tables: Mapping[str, pl.DataFrame]) -> dict[str, pa.Table]:
    """The tables in the columns and types of raw ones."""
    return {name: _arrow(frame, schema_of(layout, name)) for name, frame in tables.items()}


def _arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    return frame.select(schema.names).to_arrow().cast(schema)


def _of_people(
    name: str,
    parents: Sequence[str],
    templates: Sequence[Template],
    chosen: npt.NDArray[np.int64],
    above: Mapping[str, pl.DataFrame],
) -> pl.DataFrame:
    """One table's rows for everybody, in the order of the document; parents' ids are those of the rows above."""
    rows = pl.concat([template[name].with_columns(template=at) for at, template in enumerate(templates)])
    people = pl.DataFrame({PERSON: np.arange(len(chosen)), "template": chosen})
    frame = people.join(rows.with_columns(pl.col("template").cast(pl.Int64)), on="template").drop("template")
    frame = frame.sort(PERSON, "id").rename({"id": _ROW}).with_row_index("id", offset=1)
    frame = frame.with_columns(pl.col("id").cast(pl.Int64))
    for parent in parents:
        ids = above[parent].select(PERSON, pl.col(_ROW).alias(f"{parent}_id"), pl.col("id").alias("new_id"))
        frame = frame.join(ids, on=[PERSON, f"{parent}_id"], how="left", maintain_order="left")
        frame = frame.drop(f"{parent}_id").rename({"new_id": f"{parent}_id"})
    return frame
