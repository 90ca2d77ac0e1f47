"""Guides by word: every word must occur; those with it in their heading come first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rollbook.web.portal.help.library import Document

MOST = 20
AROUND = 90
_MARKS = re.compile(r"[#*`|>\[\]]|\]\([^)]*\)|-{3,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that holds the words, with the text around the first of them."""

    document: Document
    excerpt: str


def search(words: str, documents: Sequence[Document]) -> list[Hit]:
    """The pages that hold all words, best first."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [each for each in documents if all(word in each.text.casefold() for word in wanted)]
    found.sort(key=lambda each: _rank(each, wanted))
    return [Hit(each, _excerpt(each, wanted[0])) for each in found[:MOST]]


def _rank(each: Document, wanted: Sequence[str]) -> tuple[int, int]:
    title, text = each.title.casefold(), each.text.casefold()
    return -sum(word in title for word in wanted), -sum(text.count(word) for word in wanted)


def _excerpt(each: Document, word: str) -> str:
    text = " ".join(_MARKS.sub(" ", each.text.partition("\n")[2]).split())
    place = max(text.casefold().find(word), 0)
    start = text.rfind(" ", 0, max(place - AROUND, 0)) + 1 if place > AROUND else 0
    end = text.find(" ", place + AROUND)
    return f"{'… ' if start else ''}{text[start : end if end > 0 else None]}{' …' if end > 0 else ''}"
