"""Guides and their pictures: each page of the portal has one, each picture shown is there and made by the table."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from docs.palette import _chunk, _pixels, reduced
from docs.screenshots import FOLDER, PICTURES
from rollbook.web import urls
from rollbook.web.portal.page import PAGES

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to"
LARGEST = 80_000  # bytes


def _shown() -> set[str]:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return {
        name for page in pages for name in re.findall(r"\]\([^)]*pictures/([\w-]+)\.png\)", page.read_text("utf-8"))
    }


def test_every_page_of_the_portal_names_a_guide_that_is_there():
    assert urls.urlpatterns
    assert sorted({page.guide for page in PAGES.values() if not (HOW_TO / f"{page.guide}.md").exists()}) == []


def test_every_guide_is_in_the_index():
    index = (HOW_TO / "README.md").read_text("utf-8")
    assert [path.name for path in HOW_TO.glob("*.md") if path.stem != "README" and f"({path.name})" not in index] == []


def test_every_picture_shown_is_there_and_can_be_taken_anew():
    assert sorted(name for name in _shown() if not (FOLDER / f"{name}.png").exists()) == []
    assert _shown() <= {each.name for each in PICTURES}


def test_pictures_are_small_and_named_once():
    names = [each.name for each in PICTURES]
    assert len(set(names)) == len(names)
    files = list(FOLDER.glob("*.png"))
    assert {each.stem for each in files} <= set(names)
    assert [each.name for each in files if each.stat().st_size > LARGEST] == []


def test_a_picture_is_what_it_was_with_a_palette():

    rows = b"".join(b"\0" + bytes([10 * row, 0, 5] * 4) for row in range(6))
    head = struct.pack(">IIBBBBB", 4, 6, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    made = reduced(png)
    assert made[25] == 3  # colours by palette
    assert _pixels(png)[3, 0].tolist() == [30, 0, 5]
    assert len(made) < 300
