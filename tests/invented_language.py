"""A language nobody speaks: every sentence stands in ⟦ ⟧, so that what was not taken from its key shows on a page."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.mofile import write_mo

from docs.strings import collected

CODE = "qps"  # of those ISO 639-2 leaves to private use
OPEN, SHUT = "⟦", "⟧"
_UNREAD = {"script", "style", "code", "pre", "svg"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_WITHIN = {"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "code"}  # part of a sentence around them
_READ = ("aria-label", "alt", "title", "placeholder", "data-title")
_WRAPPED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
# Three words in a row with a small letter at the start of one read as a sentence; names, numbers and codes do not.
_SENTENCE = re.compile(r"\b[A-Za-z’']+,? [a-z’']+ [a-z’']+\b")


def make_invented_language(folder: Path) -> Path:
    """Writes the compiled language below a folder, and returns the folder."""
    catalog = collected()
    for message in catalog:
        if message.id:
            several = isinstance(message.id, (list, tuple))
            message.string = tuple(map(_wrapped, message.id)) if several else _wrapped(message.id)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    file = folder / CODE / "LC_MESSAGES" / "django.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(buffer.getvalue())
    return folder


def _wrapped(text: str) -> str:
    return f"{OPEN}{text}{SHUT}"


def unwrapped(html: str, data: Collection[str] = ()) -> list[str]:
    """What reads like a sentence on a page, and did not come through its key; `data` is what people have written."""
    reader = _Reader()
    reader.feed(html)
    texts = (_outside(each) for each in reader.texts)
    return [text for text in texts if _SENTENCE.search(text) and not any(said in text for said in data)]


def _outside(text: str) -> str:
    before = ""
    while text != before:
        before, text = text, _WRAPPED.sub(" ", text)
    return " ".join(text.split())


class _Reader(HTMLParser):
    """Collects what people read or hear, block by block; parts in a language of their own and code are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = [""]
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        foreign = tag != "html" and "lang" in known
        if tag not in _VOID and (self._left_out or tag in _UNREAD or foreign):
            self._left_out.append(tag)
            return
        if tag not in _WITHIN:
            self.texts.append("")
        self.texts[-1:-1] = [str(known[name]) for name in _READ if known.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and tag not in _VOID:
            self._left_out.pop()
        elif tag not in _WITHIN:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.texts[-1] += data
