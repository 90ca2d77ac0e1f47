"""Where the bars of these pages' pictures stand: plain numbers for a static SVG, which has a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rollbook.web.portal.tags import MONTHS

WIDTH, HEIGHT = 640, 220
LEFT, TOP, BOTTOM = 48, 22, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of two parts, the lower (linked) and the upper (kept apart), with its labels."""

    x: float
    width: float
    low_y: float
    low_height: float
    high_y: float
    high_height: float
    label: str
    middle: float
    value: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars over an axis, with the value at its top."""

    bars: Sequence[Bar]
    base: float
    top: float
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def bars_by_month(months: Sequence[dict[str, Any]]) -> Picture:
    """Decisions of each month: linked below, kept apart above."""
    parts = [(each["linked"], each["kept_apart"], gettext(MONTHS[each["month"].month - 1])[:3], "") for each in months]
    return _picture(parts, most=max([sum(part[:2]) for part in parts] or [0]))


def bars_by_band(bands: Sequence[dict[str, Any]]) -> Picture:
    """The share linked of each band of weight, in per cent, with how many were decided."""
    parts = []
    for each in bands:
        share = round(100 * each["linked"] / each["decided"])
        parts.append((share, 100 - share, f"{each['low']:+d}", f"{share} %"))
    return _picture(parts, most=100)


def _picture(parts: Sequence[tuple[int, int, str, str]], *, most: int) -> Picture:
    most, base = max(most, 1), HEIGHT - BOTTOM
    scale = (base - TOP) / most
    step = (WIDTH - LEFT) / max(len(parts), 1)
    bars = []
    for place, (low, high, label, value) in enumerate(parts):
        x, width = LEFT + place * step + step * 0.15, step * 0.7
        low_y = base - low * scale
        bars.append(
            Bar(round(x, 1), round(width, 1), round(low_y, 1), round(low * scale, 1),
                round(low_y - high * scale, 1), round(high * scale, 1), label, round(x + width / 2, 1),
                value or (str(low + high) if low + high else ""))
        )  # fmt: skip
    return Picture(bars, base, TOP, most)
