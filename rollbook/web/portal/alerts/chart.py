"""A small chart of an alert's searches: one bar for each span of time, those that led nowhere on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rollbook.service.readers.alerts import Bar

WIDTH, HEIGHT, LEFT, TOP = 640, 160, 40, 12


def chart(bars: Sequence[Bar]) -> dict[str, Any] | None:
    """Where everything of the chart stands, in units of the picture; None where there is nothing to draw."""
    if not bars:
        return None
    most = max(each.settled + each.unsettled for each in bars)
    step = WIDTH / max(len(bars), 8)
    width = round(min(step * 0.8, 48), 1)
    return {
        "width": LEFT + WIDTH,
        "height": TOP + HEIGHT + 24,
        "left": LEFT,
        "right": LEFT + WIDTH,
        "top": TOP,
        "base": TOP + HEIGHT,
        "most": most,
        "bars": [_bar(LEFT + number * step, width, each, most) for number, each in enumerate(bars)],
        "first": bars[0].begins,
        "last": bars[-1].begins,
        "last_x": round(LEFT + (len(bars) - 1) * step + width, 1),
        "is_one": len(bars) < 3,
    }


def _bar(x: float, width: float, each: Bar, most: int) -> dict[str, Any]:
    low = HEIGHT * each.settled / most
    high = HEIGHT * each.unsettled / most
    base = TOP + HEIGHT
    return {
        "x": round(x, 1),
        "width": width,
        "settled": {"y": round(base - low, 1), "height": round(low, 1)},
        "unsettled": {"y": round(base - low - high, 1), "height": round(high, 1)},
    }
