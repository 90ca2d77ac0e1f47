"""Follows the records through the document: what stands before one is taken before it, and then forgotten.

An element around the records (the root, or a group such as `PupilsOnRoll`) is open while they come. An element is
removed only when a later one is there: the parser may still be adding to the last.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from rollbook.standards.gathering import Row
from rollbook.standards.xml.plan import Inner
from rollbook.standards.xml.taking import Taking


@dataclass(slots=True)
class _Open:
    """An open element, its row, the slot of its last child and that child, if any has been taken."""

    element: etree._Element
    inner: Inner
    row: Row
    last: int = 0
    taken: etree._Element | None = None


class Following:
    """Takes records as they come."""

    def __init__(self, taking: Taking) -> None:
        self._taking = taking
        self._open: list[_Open] = []
        prefix = taking.plan.prefix
        self._paths = {tuple(prefix + name for name in path.split("/")) for path in taking.plan.layout.stream}

    def take(self, record: etree._Element) -> bool:
        """Take a record that is whole, and what stood before it. False when it is not where records stand."""
        chain = [*reversed([*record.iterancestors()]), record]
        if tuple(one.tag for one in chain[1:]) not in self._paths:
            return False
        self._open_up_to(chain[:-1])
        self._advance(self._open[-1], record, including=True)
        return True

    def finish(self, root: etree._Element) -> None:
        """Take what is left when the document has ended."""
        self._open_up_to([root])
        self._advance(self._open[0])
        inner, row = self._open[0].inner, self._open[0].row
        for at, slot, around in inner.plan.needed if inner.opens is None else ():
            if row[slot] is None and not around:
                self._taking.structure.note("missing_group", at, inner, row, line=self._taking.line(root))

    def _open_up_to(self, chain: list[etree._Element]) -> None:
        """Close what has ended and open what has begun, so that the open elements are these."""
        if not self._open:
            self._open.append(self._begin(chain[0]))
        same = sum(1 for one, element in zip(self._open, chain, strict=False) if one.element is element)
        while len(self._open) > same:
            self._close()
        for element in chain[same:]:
            around = self._open[-1]
            self._advance(around, element)
            self._taking.look_at_start(element)
            step = around.inner.steps[element.tag]
            assert isinstance(step, Inner)
            row = self._taking.enter(element, step, around.inner, around.row, around.last)
            around.last = step.slot
            if step.opens is not None:
                step.opens.open = 1
            self._open.append(_Open(element, step, row))

    def _close(self) -> None:
        ended = self._open.pop()
        self._advance(ended)
        if ended.inner.opens is not None:
            ended.inner.opens.open = 0
        self._open[-1].taken = ended.element

    def _begin(self, root: etree._Element) -> _Open:
        inner = self._taking.plan.root
        self._taking.look_at_start(root)
        if inner.opens is None:
            row: Row = list(inner.plan.blank)
            self._taking.attributes_of(root, inner, row)
            return _Open(root, inner, row, last=-1)
        row = self._taking.open_row(root, inner.opens, 1, ())
        inner.opens.open = 1
        self._taking.attributes_of(root, inner, row)
        return _Open(root, inner, row)

    def _advance(self, around: _Open, stop: etree._Element | None = None, *, including: bool = False) -> None:
        """Take the children that have not been taken, up to this one, or all."""
        child = around.element[0] if len(around.element) else None
        text = around.element.text
        if around.taken is not None:
            child, text = around.taken.getnext(), around.taken.tail
        while child is not None and (including or child is not stop):
            self._taking.stray(text, around.element, around.inner, around.row)
            self._taking.look_closer(child)
            around.last = self._taking.take(child, around.inner, around.row, around.last)
            child.clear(keep_tail=True)
            around.taken = child
            if child is stop:
                break
            child, text = child.getnext(), child.tail
        if stop is None:
            self._taking.stray(text, around.element, around.inner, around.row)
        if around.taken is not None:
            while around.taken.getprevious() is not None:
                del around.element[0]
