"""A layout compiled for reading: for each element that holds others, what each element below it means.

Every element below a table's own, in whatever group, has a *slot* in that table's rows, in the order of the document:
a field's slot takes its value, the slot of a group or of a table below counts how often it stands there. So a slot
that does not rise is an element out of order, and one that is filled already is an element repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rollbook.standards.gathering import Row, TableRows
from rollbook.standards.layouts import OWN_TEXT, ROOT, Field, Group, Layout, Table


@dataclass(slots=True)
class TablePlan(TableRows):
    """The rows of one table, with what a new one begins as.

    `needed` are the groups that must be there: path, slot, and the slot of the group around it (0: none), which may
    be away.
    """

    above: TablePlan | None = None
    needed: list[tuple[str, int, int]] = field(default_factory=list)
    blank: Row = field(default_factory=list)


@dataclass(slots=True)
class Leaf:
    """A value whose element has attributes of its own."""

    slot: int
    attributes: dict[str, int]


@dataclass(slots=True)
class Inner:
    """An element that holds others. `opens` is the table whose row it begins; none for a group."""

    at: str
    slot: int
    plan: TablePlan
    opens: TablePlan | None = None
    steps: dict[str, int | Leaf | Inner] = field(default_factory=dict)
    attributes: dict[str, int] = field(default_factory=dict)
    text: int = 0  # the slot of the element's own text, where it is a value that may repeat
    may_be_away: bool = False  # a group that is there only for what it holds

    @property
    def before(self) -> int:
        """A slot lower than any below this element."""
        return -1 if self.plan.first == 0 else 0


class Plan:
    """A layout compiled for files of one namespace (a file may have the wrong one and is read all the same)."""

    def __init__(self, layout: Layout, namespace: str) -> None:
        self.prefix = f"{{{namespace}}}" if namespace else ""
        self.layout = layout
        self._root_plan = TablePlan(Table(name="", at=ROOT), first=0)
        self.tables: dict[str, TablePlan] = {}
        own = next((one for one in layout.tables if one.at == ROOT), None)
        self.root = Inner("", 0, self._root_plan)
        if own is not None:
            self.root.plan = self.root.opens = self._add_table(own)
        self._inner: dict[str, Inner] = {"": self.root}
        for element in layout.elements:
            if isinstance(element, Field):
                self._add_field(element)
            elif element.at != ROOT:
                self._add_inner(element)
        self.places = {one.at.rpartition("/")[2]: one.at for one in reversed(layout.elements)}

    def _add_table(self, table: Table) -> TablePlan:
        parents = self.layout.parents_of(table.name)
        made = TablePlan(table, first=3 + len(parents), above=self.tables.get(table.parent))
        self.tables[table.name] = made
        return made

    def _add_inner(self, element: Group | Table) -> None:
        above, name = self._above(element.at)
        slot = _new_slot(above.plan)
        opens = self._add_table(element) if isinstance(element, Table) else None
        made = Inner(element.at, slot, opens or above.plan, opens, may_be_away=not (opens or element.occurs[0]))
        self._inner[element.at] = made
        if opens is None and element.occurs[0] and not element.one_of:
            above.plan.needed.append((element.at, slot, 0 if above.opens or above is self.root else above.slot))
        for one in (name, *element.also):
            above.steps[self.prefix + one] = made

    def _add_field(self, element: Field) -> None:
        above, name = self._above(element.at)
        slot = _new_slot(above.plan)
        above.plan.columns[element.name] = slot
        if name == OWN_TEXT:
            above.text = slot
        elif not name.startswith("@"):
            for one in (name, *element.also):
                above.steps[self.prefix + one] = slot
        else:
            for one in (name, *element.also):
                above.attributes[one.removeprefix("@")] = slot

    def _above(self, at: str) -> tuple[Inner, str]:
        """What an element stands in. A value with attributes of its own stops being a plain slot here."""
        above, _, name = at.rpartition("/")
        found = self._inner.get(above)
        if found is not None:
            return found, name
        holder, leaf_name = self._above(above)
        step = holder.steps[self.prefix + leaf_name]
        leaf = step if isinstance(step, Leaf) else Leaf(int(step), {}) if isinstance(step, int) else None
        if leaf is None or not name.startswith("@"):
            raise ValueError(f"{at}: what it stands in is not in the layout")
        for tag, other in holder.steps.items():
            if other == leaf.slot:
                holder.steps[tag] = leaf
        return Inner(above, leaf.slot, holder.plan, attributes=leaf.attributes), name


def _new_slot(plan: TablePlan) -> int:
    plan.blank.append(None)
    return plan.first + len(plan.blank) - 1
