"""The weights of a model as a chart: bars in a terminal, or a static SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from rollbook.matching.levels import FIELDS
from rollbook.matching.model import Model

_HALF = 24  # characters of a bar to either side
_ROW = 18  # pixels
_LEFT, _MIDDLE, _SCALE = 290, 520, 13  # pixels: end of the names, zero, and one bit
_FOR, _AGAINST = "#1e5a45", "#a3201d"


class Row(NamedTuple):
    """One bar: a field (or "pattern"), a level (or the pattern's name), its weight in bits, and its sentence."""

    field: str
    level: str
    weight: float
    says: str


def rows_of(model: Model) -> list[Row]:
    """Every level of every field, then the patterns, the strongest first."""
    levels = [
        Row(name, level.code, model.fields[name].levels[level].weight, level.says)
        for name, kind in FIELDS.items()
        for level in list(kind)[1:]
    ]
    patterns = [Row("pattern", one.name, one.weight, one.says) for one in model.interactions]
    return levels + sorted(patterns, key=lambda row: -abs(row.weight))


def text_of(rows: Sequence[Row]) -> str:
    """Bars for a terminal: to the right of the line what speaks for one person, to the left what speaks against."""
    most = max((abs(row.weight) for row in rows), default=1.0) or 1.0
    lines = [f"{'':34}{'against':>{_HALF}}|for   (bits: one more doubles the odds)"]
    field = ""
    for row in rows:
        name = row.field if row.field != field else ""
        field = row.field
        bar = "█" * round(_HALF * abs(row.weight) / most)
        against, speaks_for = (bar, "") if row.weight < 0 else ("", bar)
        lines.append(f"{name:<10}{row.level:<24}{against:>{_HALF}}|{speaks_for:<{_HALF}}{row.weight:+7.1f}")
    return "\n".join(lines)


def svg_of(rows: Sequence[Row]) -> str:
    """The chart as one SVG document, with each sentence as the title of its bar."""
    height = (len(rows) + 2) * _ROW
    bars = "\n".join(_bar(row, (at + 1) * _ROW) for at, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}" viewBox="0 0 900 {height}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="Weights of the matching model in bits">\n'
        f'<rect width="900" height="{height}" fill="#ffffff"/>\n'
        f'<line x1="{_MIDDLE}" y1="0" x2="{_MIDDLE}" y2="{height}" stroke="#505a5f"/>\n{bars}\n</svg>\n'
    )


def _bar(row: Row, top: int) -> str:
    width = abs(row.weight) * _SCALE
    start = _MIDDLE - width if row.weight < 0 else _MIDDLE
    colour = _AGAINST if row.weight < 0 else _FOR
    name, text = escape(f"{row.field}: {row.level.replace('_', ' ')}"), top + _ROW - 6
    return (
        f'<g><title>{escape(row.says)}</title><text x="{_LEFT}" y="{text}" text-anchor="end">{name}</text>'
        f'<rect x="{start:.1f}" y="{top}" width="{width:.1f}" height="{_ROW - 4}" fill="{colour}"/>'
        f'<text x="840" y="{text}">{row.weight:+.1f}</text></g>'
    )
