"""Puts details into the places that a plan leaves for them: `{given_name}`, `{year-1}`, `01632 {number}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import polars as pl

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)([+-]\d+)?\}")


def is_template(value: str) -> bool:
    """Has a value places to fill?"""
    return _PLACE.search(value) is not None


def filled(frame: pl.DataFrame, detail: Callable[[str], pl.Series]) -> pl.DataFrame:
    """The frame with every place filled; `detail` gives a detail's texts, one for each row. Null makes a value null."""
    changed = []
    for column in frame.columns:
        if frame.schema[column] == pl.String:
            templates = sorted(filter(is_template, frame[column].drop_nulls().unique()))
            if templates:
                changed.append(_column(frame[column], templates, detail))
    return frame.with_columns(changed)


def filled_text(text: str, detail: Callable[[str], str]) -> str:
    """One text with every place filled."""
    return _PLACE.sub(lambda place: _moved_text(detail(place[1]), place[2]), text)


def names_in(texts: Iterable[str]) -> set[str]:
    """The names of all details that texts have places for."""
    return {name for text in texts for name, _ in _PLACE.findall(text)}


def _column(values: pl.Series, templates: Iterable[str], detail: Callable[[str], pl.Series]) -> pl.Series:
    chosen: pl.Expr = pl.col("value")
    columns = {"value": values}
    for template in templates:
        columns |= {name: detail(name) for name in names_in([template])}
        chosen = pl.when(pl.col("value") == template).then(_expression(template)).otherwise(chosen)
    return pl.DataFrame(columns).select(chosen.alias(values.name)).to_series()


def _expression(template: str) -> pl.Expr:
    parts = _PLACE.split(template)
    pieces = []
    for at in range(0, len(parts) - 2, 3):
        words, name, step = parts[at : at + 3]
        pieces += [pl.lit(words)] if words else []
        column = pl.col(name)
        pieces.append((column.cast(pl.Int64) + int(step)).cast(pl.String) if step else column)
    return pl.concat_str([*pieces, pl.lit(parts[-1])])


def _moved_text(value: str, step: str | None) -> str:
    return str(int(value) + int(step)) if step else value
