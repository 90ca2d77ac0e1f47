"""The pages of `docs/` as the portal shows them: found, rendered without raw HTML, their links led to our addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from rollbook.base.errors import NotFound

# Installed, the docs are part of the package; in a checkout they stand beside it.
_PACKAGED = Path(__file__).parents[2] / "docs"
DOCS = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[4] / "docs"
KINDS = ("how-to", "tutorial", "reference", "explanation", "adr")
INDEX = "README"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PICTURE = re.compile(r"[a-z0-9-]+\.png")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_MANY_COLUMNS = re.compile(r"^\|(?: -+ \|){5}", re.MULTILINE)
_NOTE = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_OUTSIDE = re.compile(r"(https?:|mailto:|/|#)")


@dataclass(frozen=True)
class Document:
    """One page of the docs. It is drawn when it is shown: there are many, and to list and to search text is enough."""

    kind: str
    name: str
    text: str

    @property
    def address(self) -> str:
        return address_of(self.kind, self.name)

    @property
    def title(self) -> str:
        """Its heading, or its name."""
        found = _TITLE.search(self.text)
        return found[1].strip() if found else self.name

    @property
    def is_wide(self) -> bool:
        """Whether it holds a table of so many columns that some would lie hidden at the width of a text."""
        return _MANY_COLUMNS.search(self.text) is not None

    @cached_property
    def html(self) -> SafeString:
        """The whole of it."""
        return _drawn(self._tokens)

    @cached_property
    def below_title(self) -> SafeString:
        """What stands below its heading."""
        return _drawn([token for token in self._tokens if not _is_first_heading(token, self._tokens)])

    @cached_property
    def _tokens(self) -> Sequence[Token]:
        return _reader().parse(self.text, {"kind": self.kind})


def address_of(kind: str, name: str) -> str:
    """Where the portal shows a page of the docs."""
    if name == INDEX:
        return reverse("help") if kind == "how-to" else f"{reverse('help')}#{kind}"
    return reverse("guide", args=[name]) if kind == "how-to" else reverse("document", args=[kind, name])


def documents() -> list[Document]:
    """Every page but the indexes, in the order of KINDS and of their names."""
    found = ((kind, path.stem) for kind in KINDS for path in sorted((DOCS / kind).glob("*.md")))
    return [document(kind, name) for kind, name in found if name != INDEX]


@cache
def document(kind: str, name: str) -> Document:
    """One page. NotFound where there is none."""
    path = DOCS / kind / f"{name}.md"
    if kind not in KINDS or not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound("There is no such guide.", fix="Begin at Help.")
    return Document(kind, name, _NOTE.sub("", path.read_text("utf-8")))


def picture(name: str) -> Path:
    """The file of a picture the guides show. NotFound where there is none."""
    path = DOCS / "pictures" / name
    if not _PICTURE.fullmatch(name) or not path.is_file():
        raise NotFound("There is no such picture.", fix="Begin at Help.")
    return path


class _Drawing(RendererHTML):
    """Wide things scroll in a region of their own, which the keyboard reaches."""

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<div class="scroll" tabindex="0"><table>'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</table></div>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<th scope="col">'

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "<td>"  # without the aligning style attribute, which our policy refuses

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return f'<pre tabindex="0"><code>{escape(tokens[idx].content)}</code></pre>'

    fence = code_block


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Drawing).enable("table")
    made.core.ruler.push("lead_to_our_addresses", _lead)
    return made


def _drawn(tokens: Sequence[Token]) -> SafeString:
    # The text is ours, raw HTML is off, and every value passes the renderer's escaping.
    reader = _reader()
    return mark_safe(str(reader.renderer.render(tokens, reader.options, {})))


def _lead(state: Any) -> None:
    kind = state.env.get("kind", "how-to")
    seen: set[str] = set()
    for token, following in zip(state.tokens, [*state.tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", _anchor(following.content, seen))
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("href", _href(str(inner.attrGet("href") or ""), kind))
            elif inner.type == "image":
                inner.attrSet("src", _picture_address(str(inner.attrGet("src") or "")))


def _picture_address(source: str) -> str:
    return reverse("picture", args=[posixpath.basename(source)])


def _href(target: str, kind: str) -> str:
    if _OUTSIDE.match(target):
        return target
    path, _, part = target.partition("#")
    folder, file = posixpath.split(posixpath.normpath(posixpath.join(kind, path)))
    name, ending = posixpath.splitext(file)
    if folder not in KINDS or ending != ".md":
        return reverse("help")
    return address_of(folder, name) + (f"#{part}" if part and name != INDEX else "")


def _anchor(text: str, seen: set[str]) -> str:
    wanted = slugify(text) or "part"
    found = next(each for n in range(1, 1000) if (each := wanted if n == 1 else f"{wanted}-{n}") not in seen)
    seen.add(found)
    return found


def _is_first_heading(token: Token, tokens: Sequence[Token]) -> bool:
    start = next((place for place, each in enumerate(tokens) if each.type == "heading_open" and each.tag == "h1"), None)
    return start is not None and any(token is each for each in tokens[start : start + 3])
