"""One item with everything around it: versions, codes, collections, and whatever uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.definitions.cbds.items import CodeSet, Collection, Item
from rollbook.definitions.cbds.loading import Dictionary, dictionary


@dataclass(frozen=True, slots=True)
class Use:
    """One place that uses an item: a layout's field, a learner's field or a rule. `where` names it."""

    kind: str
    standard: str
    version: str
    where: str
    code_set: str = ""


# By number of the item.
Uses = Mapping[str, Sequence[Use]]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item's versions, oldest first, and what stands around the latest one.

    `code_set` is None where the item has none or its codes are not held. `replaces` are the items whose place it
    took.
    """

    versions: tuple[Item, ...]
    code_set: CodeSet | None
    collections: tuple[Collection, ...]
    replaces: tuple[str, ...]
    uses: tuple[Use, ...]

    @property
    def item(self) -> Item:
        """The latest version."""
        return self.versions[-1]


def show(number: str, given: Dictionary | None = None, uses: Uses | None = None) -> tuple[Shown, ...]:
    """The item of a number with all that uses it; more than one where the workbook lists the number again.

    NotFound when there is none.
    """
    known = given or dictionary()
    return tuple(_shown(versions, known, uses or {}) for versions in known.versions(number))


def _shown(versions: tuple[Item, ...], known: Dictionary, uses: Uses) -> Shown:
    item = versions[-1]
    replaces = {each[0].number for each in known.items.values() if each[-1].superseded_by == item.number}
    return Shown(
        versions=versions,
        code_set=known.code_sets.get(item.code_set),
        collections=tuple(known.collections[key] for key in item.collections if key in known.collections),
        replaces=tuple(sorted(replaces)),
        uses=tuple(uses.get(item.number, ())),
    )
