"""Compares a layout with a published schema: `python -m rollbook.standards.xml.comparing ilr 2025-26 PUBLISHED.xsd`.

Both schemas become flat lists of what a file may hold, whatever names their types have and however they nest them.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from rollbook.standards.layouts import layout_of
from rollbook.standards.xml.xsd import XS, xsd_of

_NUMBERS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength", "maxLength", "length")


@dataclass(frozen=True, slots=True)
class Line:
    """One element or attribute: where it stands, how often, of what kind, within what limits, in a choice or not."""

    at: str
    occurs: str
    base: str
    facets: tuple[tuple[str, str], ...]
    is_choice: bool = False

    def __str__(self) -> str:
        facets = ", ".join(f"{name} {value}" for name, value in self.facets)
        return f"{self.at} [{self.occurs}] {self.base} {facets}{' (choice)' if self.is_choice else ''}".rstrip()


def flattened(schema: bytes) -> list[Line]:
    """Everything that a schema's first root may hold, in order."""
    return list(_Schema(etree.fromstring(schema, etree.XMLParser(resolve_entities=False, no_network=True))).lines())


def differences(ours: bytes, published: bytes) -> list[str]:
    """The lines that differ, `-` published and `+` ours; none when the two allow the same."""
    left, right = ([str(line) for line in flattened(one)] for one in (published, ours))
    return [line for line in difflib.ndiff(left, right) if line[0] in "+-"]


class _Schema:
    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._named = {one.get("name"): one for one in root if one.get("name") and one.tag != _xs("element")}
        self._elements = {one.get("name"): one for one in root.iterchildren(_xs("element"))}

    def lines(self) -> Iterator[Line]:
        first = next(iter(self._elements.values()))
        yield from self._below(first, "")

    def _element(self, element: etree._Element, above: str, *, is_choice: bool) -> Iterator[Line]:
        own = self._elements[_local(element.get("ref"))] if element.get("ref") else element
        at = f"{above}/{own.get('name')}".removeprefix("/")
        occurs = f"{element.get('minOccurs', '1')}..{element.get('maxOccurs', '1').replace('unbounded', '')}"
        if self._complex(own) is None:
            yield Line(at, occurs, *self._limits(own), is_choice)
            return
        content = self._complex(own).find(f"{_xs('simpleContent')}/*")  # type: ignore[union-attr]
        limits = self._limits_of(content.get("base"), content) if content is not None else ("", ())
        yield Line(at, occurs, *limits, is_choice)
        yield from self._below(own, at)

    def _complex(self, element: etree._Element) -> etree._Element | None:
        found = element.find(_xs("complexType"))
        if found is None:
            named = self._named.get(_local(element.get("type")))
            found = named if named is not None and named.tag == _xs("complexType") else None
        return found

    def _below(self, element: etree._Element, at: str) -> Iterator[Line]:
        complex_type = self._complex(element)
        if complex_type is None:
            return
        for one in complex_type.iter(_xs("attribute")):
            occurs = "1..1" if one.get("use") == "required" else "0..1"
            yield Line(f"{at}/@{one.get('name')}", occurs, *self._limits(one))
        for one in complex_type:
            yield from self._particle(one, at)

    def _particle(self, particle: etree._Element, at: str, *, is_choice: bool = False) -> Iterator[Line]:
        if particle.tag == _xs("element"):
            yield from self._element(particle, at, is_choice=is_choice)
        elif particle.tag in (_xs("sequence"), _xs("choice"), _xs("all"), _xs("complexContent"), _xs("extension")):
            if particle.tag == _xs("extension") and (base := self._named.get(_local(particle.get("base")))) is not None:
                for one in base:
                    yield from self._particle(one, at)
            for one in particle:
                yield from self._particle(one, at, is_choice=is_choice or particle.tag == _xs("choice"))

    def _limits(self, element: etree._Element) -> tuple[str, tuple[tuple[str, str], ...]]:
        restriction = element.find(f"{_xs('simpleType')}/{_xs('restriction')}")
        if restriction is not None:
            return self._limits_of(restriction.get("base"), restriction)
        return self._limits_of(element.get("type"), None)

    def _limits_of(self, base: str | None, holder: etree._Element | None) -> tuple[str, tuple[tuple[str, str], ...]]:
        facets = [(_local(one.tag), _value(one)) for one in holder if one.get("value")] if holder is not None else []
        named = self._named.get(_local(base))
        if named is None:
            return _local(base), tuple(sorted(facets))
        restriction = named.find(_xs("restriction"))
        if restriction is None:
            return _local(base), tuple(sorted(facets))
        below, more = self._limits_of(restriction.get("base"), restriction)
        return below, tuple(sorted([*facets, *more]))


def _value(facet: etree._Element) -> str:
    value = (facet.get("value") or "").strip() if _local(facet.tag) in _NUMBERS else facet.get("value") or ""
    return str(Decimal(value).normalize()) if _local(facet.tag) in _NUMBERS else value


def _local(name: object) -> str:
    return str(name or "").rpartition("}")[2].rpartition(":")[2]


def _xs(name: str) -> str:
    return f"{{{XS}}}{name}"


if __name__ == "__main__":
    standard, version, published = sys.argv[1:4]
    found = differences(xsd_of(layout_of(standard, version)), Path(published).read_bytes())
    sys.stdout.write("\n".join(found) + "\n" if found else "No difference.\n")
