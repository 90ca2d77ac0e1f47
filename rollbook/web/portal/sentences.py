"""Sentences of the core in the reader's language. The core knows no languages: it says English, with values in it.

What it said is held against the collected patterns (`languages/patterns.txt`, `{title} is missing.`): the pattern is
the key, and the values are put into its translation. In English nothing is looked up.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from rollbook.base.errors import RollbookError

_COLLECTED = Path(__file__).parents[1] / "languages" / "patterns.txt"
_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST = 2000
_BETWEEN = re.compile(r"(?<=[.?!]) (?=[A-Z])")
_COLUMN = re.compile(r"((?:[A-Z][A-Za-z0-9]*|[a-z_]+): )?(.*)", re.DOTALL)


def said(value: Any) -> str:
    """A sentence of the register's own (a finding, a reason, a code's meaning) in the reader's language."""
    text = str(value or "")
    if not text:
        return ""
    found = gettext(text)
    if found != text or _is_english() or len(text) > _LONGEST:
        return found
    return _by_pattern(text, get_language() or "") or _in_parts(text) or text


def told(failure: RollbookError) -> str:
    """A failure in the reader's language where there is no page for it, as beside a form: what happened, what to do."""
    return " ".join(filter(None, (said(failure.message), said(failure.fix))))


def _is_english() -> bool:
    return (get_language() or "en").split("-")[0] == "en"


@lru_cache(maxsize=2000)
def _by_pattern(text: str, language: str) -> str:
    """The sentence by the pattern it was made from; "" where there is none."""
    for pattern, begins, ends in _patterns():
        if text.startswith(begins) and text.endswith(ends):
            translated = gettext(pattern)
            match = _expression(pattern).fullmatch(text) if translated != pattern else None
            if match:
                return _filled(translated, match.groupdict())
    return ""


def _in_parts(text: str) -> str:
    """Several sentences one after the other, each maybe after the name of a column: `DateOfBirth: ...`."""
    found = [_COLUMN.fullmatch(each) for each in _BETWEEN.split(text)]
    parts = [(each[1] or "", each[2]) for each in found if each is not None]
    if len(parts) == 1 and not parts[0][0]:
        return ""
    return " ".join(f"{column}{said(sentence)}" for column, sentence in parts)


def _filled(translated: str, values: dict[str, str]) -> str:
    words = {name: gettext(part) if part else part for name, part in values.items()}
    return _PLACE.sub(lambda place: words.get(place[1], place[0]), translated)


@cache
def _patterns() -> tuple[tuple[str, str, str], ...]:
    """Each pattern with what stands before its first value and after its last."""
    keys = _COLLECTED.read_text("utf-8").splitlines() if _COLLECTED.exists() else []
    return tuple((key, _PLACE.split(key, maxsplit=1)[0], _PLACE.split(key)[-1]) for key in keys)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    pieces, seen = [], set[str]()
    for place, piece in enumerate(_PLACE.split(pattern)):
        if place % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in seen:
            pieces.append(f"(?P={piece})")
        else:
            seen.add(piece)
            pieces.append(f"(?P<{piece}>.*?)")
    return re.compile("".join(pieces), re.DOTALL)
