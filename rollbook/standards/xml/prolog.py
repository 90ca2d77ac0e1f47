"""What stands before the root of an XML file: its encoding, and anything that has no business there.

A document type definition can name other files and grow without end, and no standard here uses one: a file that has
one is refused before any parser sees it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rollbook.base.errors import Unreadable

HEAD = 64 * 1024  # the root begins within these bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STARTS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
# Encodings of one byte that systems still write, by the names they are declared under.
_OTHERS = {
    "iso-8859-1": "latin-1", "latin1": "latin-1", "iso_8859-1": "latin-1", "iso-8859-15": "iso8859-15",
    "windows-1252": "cp1252", "cp1252": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8",
}  # fmt: skip
_EXPORT = "Export it again as XML in UTF-8."
_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SKIP = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([^\s/>!?<]+)([^>]*)")
_NAMESPACE = re.compile(r"""\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Prolog:
    """The encoding that the bytes show and the one that is declared, the root's name and namespace."""

    encoding: str
    declared: str
    root: str
    namespace: str


def read_prolog(head: bytes) -> Prolog:
    """What the first bytes (64 KB are enough) say. Unreadable when they are no XML, or hold a document type."""
    encoding, declared = _encoding_of(head)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    place = 0
    while found := _SKIP.match(text, place):
        place = found.end()
    if text.startswith("<!DOCTYPE", place) or text[place : place + 9].upper() == "<!DOCTYPE":
        raise Unreadable(
            f"This file brings a document type (DOCTYPE, line {_line(text, place)}), which could fetch anything.",
            fix="Take the line out, or export the file again without it.",
        )
    root = _ROOT.match(text, place)
    if root is None:
        raise Unreadable("This is not an XML file: no element begins within its first lines.", fix=_EXPORT)
    prefix, _, name = root[1].rpartition(":")
    spaces = dict(_NAMESPACE.findall(root[2]))
    return Prolog(encoding, declared, name, spaces.get(prefix, ""))


def _encoding_of(head: bytes) -> tuple[str, str]:
    """The bytes decide; what is declared counts only where the bytes leave a choice."""
    seen = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    seen = seen or next((name for start, name in _STARTS if head.lstrip(b" \r\n\t").startswith(start)), "")
    text = head[:2048].decode(seen or "latin-1", "replace").lstrip("\ufeff \r\n\t")
    found = _DECLARED.match(text)
    declared = found[1].lower() if found else ""
    if seen or declared in ("", "utf-8", "utf8") or declared.startswith("utf-16"):
        return seen or "utf-8", declared
    if declared not in _OTHERS:
        raise Unreadable(f"The file is declared to be in {declared}, which is not read here.", fix=_EXPORT)
    return _OTHERS[declared], declared


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
