"""The elements of an XML layout as the tree they make, for those who walk it: the writer, the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rollbook.standards.layouts.elements import OWN_TEXT, ROOT, Element, Field, Occurs, Table
from rollbook.standards.layouts.layout import Layout


@dataclass(slots=True)
class Node:
    """An element: what the layout says of it, the fields in its attributes, its own text, and what stands below."""

    name: str
    element: Element | None
    attributes: list[Field] = field(default_factory=list)
    text: Field | None = None
    below: list[Node] = field(default_factory=list)

    @property
    def table(self) -> Table | None:
        """The table whose row this element is, if it is one."""
        return self.element if isinstance(self.element, Table) else None

    @property
    def occurs(self) -> Occurs:
        """How often it may stand where it stands."""
        return self.element.occurs if self.element is not None else (1, 1)

    @property
    def one_of(self) -> str:
        """The choice that it belongs to; empty for none."""
        return self.element.one_of if self.element is not None else ""

    def walk(self) -> Iterator[Node]:
        """This one and all below it, in the order of the document."""
        yield self
        for one in self.below:
            yield from one.walk()


def tree_of(layout: Layout) -> Node:
    """The root of a layout with everything below it. ValueError for an element that stands in nothing."""
    root = Node(layout.root, next((one for one in layout.tables if one.at == ROOT), None))
    nodes = {"": root}
    for element in layout.elements:
        if element.at == ROOT:
            continue
        above, _, name = element.at.rpartition("/")
        if above not in nodes:
            raise ValueError(f"{element.at}: what it stands in is not in the layout, or comes after it")
        holder = nodes[above]
        if isinstance(element, Field) and name.startswith("@"):
            holder.attributes.append(element)
        elif isinstance(element, Field) and name == OWN_TEXT:
            holder.text = element
        else:
            node = Node(name, element, text=element if isinstance(element, Field) else None)
            holder.below.append(node)
            nodes[element.at] = node
    return root
