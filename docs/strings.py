"""Collects every sentence a person may read on a page into `rollbook/web/languages/django.pot`; compiles languages.

python -m docs.strings [--check]: with --check it only says whether what stands there is fresh.
A language is a folder beside the collection, `cy/LC_MESSAGES/django.po`; see docs/how-to/translate.md.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docs.sentences import core_sentences

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "rollbook" / "web"
LANGUAGES = WEB / "languages"
COLLECTION = LANGUAGES / "django.pot"
PATTERNS = LANGUAGES / "patterns.txt"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_PLACE = re.compile(r"\{\w+\}")
_HEAD = """# The sentences of Rollbook's pages and of its core. Made by `make strings`; English is the key.
# A language is a copy of this file: see docs/how-to/translate.md."""
# A collection that changes with its sentences only: no hour of its making stands in it.
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def collected() -> Catalog:
    """Every sentence with the files it stands in, the same on every machine."""
    found: dict[tuple[Any, str | None], set[str]] = {}
    for key, context, file in [*_of_pages(), *((each, None, file) for each, file in core_sentences())]:
        found.setdefault((key, context), set()).add(file)
    catalog = Catalog(
        project="Rollbook", version="1", header_comment=_HEAD, creation_date=_NEVER, revision_date=_NEVER, fuzzy=False,
        msgid_bugs_address="-", last_translator="-", language_team="-",
    )  # fmt: skip
    for (key, context), files in sorted(found.items(), key=lambda each: (str(each[0][0]), each[0][1] or "")):
        comment = ["{...}: keep these words, they stand for values."] if _is_pattern(key) else []
        catalog.add(key, context=context, locations=[(file, None) for file in sorted(files)], auto_comments=comment)
    return catalog


def _of_pages() -> Iterator[tuple[Any, str | None, str]]:
    for path in sorted((WEB / "templates").rglob("*.html")):
        yield from _extracted(_as_python(path), path)
    for path in sorted((ROOT / "rollbook").rglob("*.py")):
        text = path.read_text("utf-8")
        if "gettext" in text:
            yield from _extracted(text, path)


def _extracted(text: str, path: Path) -> Iterator[tuple[Any, str | None, str]]:
    name = path.relative_to(ROOT).as_posix()
    for _, key, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield key, context, name


def _as_python(path: Path) -> str:
    from django.utils.translation.template import templatize  # needs Django's settings, which `main` sets up

    # What is no sentence comes out as filling; its indentation means nothing.
    return "\n".join(line.lstrip() for line in templatize(path.read_text("utf-8"), str(path)).splitlines())


def _is_pattern(key: Any) -> bool:
    return isinstance(key, str) and "%(" not in key and _PLACE.search(key) is not None


def patterns(catalog: Catalog) -> str:
    """The sentences with values in them, one a line, those that say most first: what is shown is held against them."""
    keys = [message.id for message in catalog if _is_pattern(message.id)]
    return "".join(f"{key}\n" for key in sorted(keys, key=lambda key: (-len(_PLACE.sub("", key)), key)))


def written(catalog: Catalog) -> bytes:
    """A catalogue as the text of its file."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=False, sort_output=False)
    return buffer.getvalue()


def compiled(po: bytes) -> bytes:
    """A translated catalogue as the service reads it, made without the gettext programs."""
    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO(po)))
    return buffer.getvalue()


def _wanted() -> dict[Path, bytes]:
    """What each file has to hold."""
    catalog = collected()
    made = {COLLECTION: written(catalog), PATTERNS: patterns(catalog).encode()}
    for po in sorted(LANGUAGES.glob("*/LC_MESSAGES/django.po")):
        kept = read_po(io.BytesIO(po.read_bytes()), locale=po.parents[1].name)
        kept.update(catalog, no_fuzzy_matching=True, update_header_comment=False)
        made[po] = written(kept)
        made[po.with_suffix(".mo")] = compiled(made[po])
    return made


def main() -> int:
    from docs.generate import set_up_django

    set_up_django()
    stale = [path for path, text in _wanted().items() if not path.exists() or path.read_bytes() != text]
    if "--check" in sys.argv:
        if stale:
            print(f"Stale: {', '.join(path.name for path in stale)}. Run `make strings`.", file=sys.stderr)
        return 1 if stale else 0
    for path, text in _wanted().items():
        path.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
