"""Takes the values out of elements and puts them into rows. Here is where the time goes: one visit to each element."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from rollbook.standards.gathering import Row
from rollbook.standards.layouts import ROOT
from rollbook.standards.xml.lines import COUNTED, line_of
from rollbook.standards.xml.plan import Inner, Leaf, Plan, TablePlan
from rollbook.standards.xml.structure import Structure
from rollbook.standards.xml.text import Progress

_ANY_ATTRIBUTE = etree.XPath("boolean(descendant-or-self::*/@*)")
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_WHERE_THE_SCHEMA_IS = (f"{_INSTANCE}schemaLocation", f"{_INSTANCE}noNamespaceSchemaLocation")


class Taking:
    """Fills the rows of a plan from elements, and notes what does not fit."""

    def __init__(self, plan: Plan, seen: Progress) -> None:
        self.plan = plan
        self.structure = Structure(plan)
        self._seen = seen
        self._has_attributes = False

    def line(self, element: etree._Element) -> int:
        """The line an element begins on, in the file as it came."""
        return line_of(element) + self._seen.skipped

    def look_closer(self, element: etree._Element) -> None:
        """Before an element is taken: are there attributes in it? Seldom, so it is asked once for all of it."""
        self._has_attributes = self._seen.may_have_attributes and bool(_ANY_ATTRIBUTE(element))

    def look_at_start(self, element: etree._Element) -> None:
        """The same for an element that has begun and not ended: only its own attributes count."""
        self._has_attributes = len(element.keys()) > 0

    def stray(self, text: str | None, element: etree._Element, inner: Inner, row: Row) -> None:
        """Say so when there is more than blanks right inside an element that holds others."""
        if text and text.strip():
            self.structure.note("stray_text", _local(element), inner, row, line=self.line(element))

    def open_row(self, element: etree._Element, plan: TablePlan, nth: int, ids: Sequence[int]) -> Row:
        """Begin a row for an element, below the rows with these ids."""
        line = element.sourceline or 0
        if line >= COUNTED:
            line = line_of(element)
        rows = plan.rows
        row: Row = [plan.done + len(rows) + 1, line + self._seen.skipped, nth, *ids, *plan.blank]
        rows.append(row)
        return row

    def take(self, child: etree._Element, inner: Inner, row: Row, last: int) -> int:
        """Put one element and all it holds into a row and those below. Returns its slot, as `last` was the one's
        before it."""
        step = inner.steps.get(child.tag)
        if step is None:
            self._stranger(child, inner, row)
            return last
        if isinstance(step, Inner):
            return self._descend(child, step, inner, row, last)
        if isinstance(step, Leaf):
            return self._value(child, step.slot, inner, row, last, step.attributes)
        return self._value(child, step, inner, row, last)

    def _fill(self, inner: Inner, row: Row, element: etree._Element) -> None:
        """Take all that an element holds. The same as `take` for each, with the usual case written out for speed."""
        get = inner.steps.get
        has_attributes = self._has_attributes
        last = inner.before
        text = element.text
        for child in element:
            if text is not None and not text.isspace():
                self.stray(text, element, inner, row)
            text = child.tail
            step = get(child.tag)
            if step.__class__ is int and step > last and row[step] is None and not len(child) and not has_attributes:
                row[step] = child.text or ""
                last = step
            else:
                last = self.take(child, inner, row, last)
        if text is not None and not text.isspace():
            self.stray(text, element, inner, row)

    def _descend(self, element: etree._Element, inner: Inner, above: Inner, row: Row, last: int) -> int:
        below = self.enter(element, inner, above, row, last)
        if inner.text:
            below[inner.text] = element.text or ""
            for child in element:
                self._stranger(child, inner, below)
        elif len(element):
            self._fill(inner, below, element)
        else:
            self.stray(element.text, element, inner, below)
            if inner.may_be_away:
                self._note("empty_group", element, above, row)
        return inner.slot

    def enter(self, element: etree._Element, inner: Inner, above: Inner, row: Row, last: int) -> Row:
        """The row that an element's values go to: a new one if it begins a table's, else the one around it."""
        slot = inner.slot
        if slot < last:
            self._note("element_out_of_order", element, above, row)
        nth = row[slot] = (row[slot] or 0) + 1
        if inner.opens is not None:
            ids = (*row[3 : above.plan.first], row[0]) if above.plan.table.at != ROOT else ()
            row = self.open_row(element, inner.opens, nth, ids)
        elif nth > 1:
            self._note("repeated_element", element, above, row)
        if self._has_attributes:
            self._attributes(element, inner.attributes, inner, row)
        return row

    def attributes_of(self, root: etree._Element, inner: Inner, row: Row) -> None:
        """The root's own attributes."""
        if self._has_attributes:
            self._attributes(root, inner.attributes, inner, row)

    def _value(
        self,
        child: etree._Element,
        slot: int,
        inner: Inner,
        row: Row,
        last: int,
        attributes: dict[str, int] | None = None,
    ) -> int:
        text = child.text or ""
        for stranger in child:
            self._note("element_in_value", stranger, inner, row, around=child)
            text += stranger.tail or ""
        if row[slot] is not None:
            self._note("repeated_element", child, inner, row, value=text)
            return last
        if slot < last:
            self._note("element_out_of_order", child, inner, row, value=text)
        row[slot] = text
        if self._has_attributes:
            self._attributes(child, attributes or {}, inner, row)
        return slot

    def _stranger(self, child: etree._Element, inner: Inner, row: Row) -> None:
        name = _local(child)
        known = self.plan.places.get(name, "")
        if not isinstance(child.tag, str):
            self._note("unknown_element", child, inner, row)
        elif name in {_plain(tag) for tag in inner.steps}:
            self._note("foreign_namespace", child, inner, row)
        elif known:
            around = known.rpartition("/")[0] or self.plan.layout.root
            self._note("misplaced_element", child, inner, row, known=around)
        else:
            folded = {_plain(tag).casefold(): _plain(tag) for tag in inner.steps}
            known = folded.get(name.casefold(), "")
            self._note("misspelt_element" if known else "unknown_element", child, inner, row, known=known)

    def _attributes(self, element: etree._Element, known: dict[str, int], inner: Inner, row: Row) -> None:
        for name, value in element.attrib.items():
            if str(name) in known:
                row[known[str(name)]] = str(value)
            elif name not in _WHERE_THE_SCHEMA_IS:
                self.structure.note(
                    "unknown_attribute", _plain(str(name)), _named(inner, element), row,
                    line=self.line(element), value=str(value),
                )  # fmt: skip

    def _note(
        self, code: str, element: etree._Element, inner: Inner, row: Row | None, *,
        value: str | None = None, known: str = "", around: etree._Element | None = None,
    ) -> None:  # fmt: skip
        shown = (element.text or "").strip() if value is None else value
        if around is not None:
            inner = _named(inner, around)
        self.structure.note(code, _local(element), inner, row, line=self.line(element), value=shown[:200], known=known)


def _named(inner: Inner, element: etree._Element) -> Inner:
    """A value's own element as what stands around something, in the record of `inner`."""
    name = _local(element)
    at = inner.at if inner.at.rpartition("/")[2] == name else f"{inner.at}/{name}".removeprefix("/")
    return Inner(at, inner.slot, inner.plan)


def _local(element: etree._Element) -> str:
    return _plain(element.tag) if isinstance(element.tag, str) else "&…;"


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2][:100]
