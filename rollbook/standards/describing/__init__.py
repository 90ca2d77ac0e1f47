"""A layout told to people: what a file holds, part by part, with limits, codes, items and checks; as page and lines."""

from rollbook.standards.describing.heads import facts
from rollbook.standards.describing.lists import HeldList, lists_of
from rollbook.standards.describing.pages import layout_pages, page_name, told_at
from rollbook.standards.describing.parts import Line, Part, parts_of

__all__ = ["HeldList", "Line", "Part", "facts", "layout_pages", "lists_of", "page_name", "parts_of", "told_at"]
