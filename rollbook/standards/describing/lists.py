"""The code lists that the fields of a layout name: where each comes from, whether it is whole, and its codes."""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.definitions.cbds import dictionary
from rollbook.standards.layouts import Layout
from rollbook.standards.tables import Code, standard_data


@dataclass(frozen=True, slots=True)
class HeldList:
    """A list that a layout names. `codes` are empty where none is held; `code_set` is the number of the set of the
    dictionary that they are taken from, if they are."""

    name: str
    codes: tuple[Code, ...] = ()
    is_complete: bool = False
    source: str = ""
    code_set: str = ""

    @property
    def code_set_title(self) -> str:
        """What the dictionary calls that set."""
        return dictionary().code_set(self.code_set).title

    @property
    def state(self) -> str:
        """Whether a code that is not in it is called wrong."""
        if not self.codes:
            return "no code is held for this version, so none is called wrong"
        return "complete" if self.is_complete else "not known to be complete, so no code is called wrong by it"


def lists_of(layout: Layout) -> tuple[HeldList, ...]:
    """Every list that a field names, by name."""
    held = standard_data(layout.standard, layout.version).codes
    names = sorted({field.codes for field in layout.fields if field.codes}, key=str.casefold)
    return tuple(
        HeldList(name, one.codes, one.complete, one.source, one.taken_from)
        if (one := held.get(name))
        else HeldList(name)
        for name in names
    )
