"""Where the bars of these pages' pictures stand: plain numbers for a static SVG, which has a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rollbook.register.words import FAINT, LIKENESS, likeness
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


def bars_by_likeness(strengths: Sequence[dict[str, Any]]) -> Picture:
    """The share linked of each likeness, in per cent, with how many were decided; faintest first."""
    parts = []
    for word in (FAINT, *(word for _, word in reversed(LIKENESS))):
        of_it = [each for each in strengths if likeness(each["strength"]) == word]
        decided, linked = (sum(each[name] for each in of_it) for name in ("decided", "linked"))
        share = round(100 * linked / decided) if decided else 0
        says = gettext("{share} % of {decided}").format(share=share, decided=decided) if decided else "–"
        parts.append((share, 100 - share if decided else 0, gettext(word), says))
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
