"""Feeds an XML file to the parser piece by piece and hands out the records' elements, bounded and without network.

What the parser cannot take ends as one sentence with the line: never as its own message, which may quote the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from rollbook.base.errors import Unreadable
from rollbook.standards.xml.text import Progress

LONGEST = 32_000_000  # bytes without one whole record: whatever this is, it is no file of a standard
_SAYS = {
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "An element is closed under another name than it was opened with",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "The file ends in the middle of an element: it was cut short",
    etree.ErrorTypes.ERR_DOCUMENT_END: "The file goes on after its last element, or ends before it",
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "The file holds no XML",
    etree.ErrorTypes.ERR_INVALID_CHAR: "The file holds a character that no text may have",
    etree.ErrorTypes.ERR_LT_IN_ATTRIBUTE: "A quotation mark is missing",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "A & is not written as &amp;, or names what the file does not define",
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY: "A & is not written as &amp;, or names what the file does not define",
    etree.ErrorTypes.ERR_NAME_REQUIRED: "A & or a < is not written as &amp; or &lt;",
    etree.ErrorTypes.ERR_ENTITYREF_SEMICOL_MISSING: "A & is not written as &amp;",
    etree.ErrorTypes.ERR_GT_REQUIRED: "A tag is not closed with >",
    etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: "An attribute stands twice in one tag",
    etree.ErrorTypes.ERR_RESOURCE_LIMIT: "A value or a nesting is larger than any record can be",
    etree.ErrorTypes.ERR_NAME_TOO_LONG: "A name is larger than any element's can be",
    etree.ErrorTypes.ERR_NO_MEMORY: "A value is larger than any record can be",
}
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z_]")
_FIX = "Correct that line, or export the file again; nothing in it can be checked as it is."


def records(pieces: Iterable[bytes], tags: Iterable[str], seen: Progress) -> Iterator[etree._Element]:
    """Each element with one of these local names, when it is whole; the root comes last.

    The caller empties what it has taken, and says so in `seen.taken`: what is not taken stays in memory. Unreadable
    when the file is not well formed, or has no end of one record.
    """
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{tag}" for tag in tags] or ["{*}*"], encoding="utf-8", resolve_entities=False,
        load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    piece = b""
    try:
        for piece in pieces:
            parser.feed(piece)
            for _, element in parser.read_events():
                yield element
            if seen.size - seen.taken > LONGEST:
                raise Unreadable("There is no whole record within 32 MB of this file.", fix="Check what file it is.")
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise Unreadable(_sentence(error, piece, seen), fix=_FIX) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("The file brings a document type (DOCTYPE).", fix="Export it again without one.")
    yield root


def _sentence(error: etree.XMLSyntaxError, piece: bytes, seen: Progress) -> str:
    unknown = _ENTITY.search(piece)
    if not error.lineno and unknown:  # the one error of which the parser does not say the line
        line = seen.lines - piece.count(b"\n", unknown.start()) + 1
        return f"{_SAYS[etree.ErrorTypes.ERR_UNDECLARED_ENTITY]} (line {line:,})."
    line = (error.lineno or 0) + seen.skipped
    says = _SAYS.get(error.code or 0, "The file is not well-formed XML")
    return f"{says} (line {line:,})." if error.lineno else f"{says}."
