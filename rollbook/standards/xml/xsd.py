"""The schema (XSD) of a layout, as `rollbook layouts show ilr 2025-26 --xsd` writes it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from lxml import etree

from rollbook.standards.layouts import Field, Layout, NamedType, Node, tree_of

XS = "http://www.w3.org/2001/XMLSchema"
_BASES = {"text": "string", "datetime": "dateTime"}
_LARGEST_INT = 2**31 - 1


def xsd_of(layout: Layout) -> bytes:
    """The schema of a layout's files, as a document."""
    spaces: dict[str | None, str] = {"xs": XS}
    if layout.namespace:
        spaces[None] = layout.namespace
    schema = etree.Element(_xs("schema"), elementFormDefault="qualified", nsmap=spaces)
    if layout.namespace:
        schema.set("targetNamespace", layout.namespace)
    for one in layout.types.values():
        _add_named_type(schema, one)
    _add_element(schema, tree_of(layout), is_root=True)
    return bytes(etree.tostring(schema, pretty_print=True, xml_declaration=True, encoding="utf-8"))


def _add_named_type(schema: etree._Element, one: NamedType) -> None:
    made = etree.SubElement(etree.SubElement(schema, _xs("simpleType"), name=one.name), _xs("restriction"))
    made.set("base", _base(one.base))
    _facet(made, "pattern", one.pattern)


def _add_element(above: etree._Element, node: Node, *, is_root: bool = False) -> None:
    made = etree.SubElement(above, _xs("element"), name=node.name)
    if not is_root:
        least, most = node.occurs
        if node.element is not None and (node.element.terms or node.element.phases):
            least = 0  # in some returns it is not asked for
        if least != 1:
            made.set("minOccurs", str(least))
        if most != 1:
            made.set("maxOccurs", "unbounded" if most is None else str(most))
    if not node.below and not node.attributes and node.text is not None:
        _add_type(made, node.text)
        return
    complex_type = etree.SubElement(made, _xs("complexType"))
    holder = complex_type
    if node.below:
        _add_below(complex_type, node)
    elif node.text is not None:
        holder = _add_text(complex_type, node.text)
    for one in node.attributes:
        attribute = etree.SubElement(holder, _xs("attribute"), name=one.at.rpartition("@")[2])
        if one.needed:
            attribute.set("use", "required")
        _add_type(attribute, one)


def _add_below(complex_type: etree._Element, node: Node) -> None:
    sequence = etree.SubElement(complex_type, _xs("sequence"))
    for one_of, members in groupby(node.below, key=lambda one: one.one_of):
        chosen = list(members)
        holder = sequence
        if one_of:
            holder = etree.SubElement(sequence, _xs("choice"))
            if any(one.occurs[0] == 0 for one in chosen):
                holder.set("minOccurs", "0")
        for one in chosen:
            _add_element(holder, one)


def _add_text(complex_type: etree._Element, text: Field) -> etree._Element:
    """A value with attributes: its limits need a type of their own, which the attributes extend."""
    name = text.at.replace("/", ".").removesuffix("..") + ".value"
    schema = complex_type.getroottree().getroot()
    own = etree.Element(_xs("simpleType"), name=name)
    schema.insert(0, own)
    _restrict(own, text)
    content = etree.SubElement(complex_type, _xs("simpleContent"))
    return etree.SubElement(content, _xs("extension"), base=name)


def _add_type(made: etree._Element, field: Field) -> None:
    if not _facets(field):
        made.set("type", field.named or _base(field.type, field))
    else:
        _restrict(etree.SubElement(made, _xs("simpleType")), field)


def _restrict(simple_type: etree._Element, field: Field) -> None:
    made = etree.SubElement(simple_type, _xs("restriction"), base=field.named or _base(field.type, field))
    for name, value in _facets(field):
        _facet(made, name, value)


def _facets(field: Field) -> list[tuple[str, Any]]:
    low, high = field.range or (None, None)
    least, most = field.length or (None, None)
    lengths = [("length", most)] if most is not None and least == most else [("maxLength", most), ("minLength", least)]
    if field.digits and field.type == "text":
        lengths = [("length", field.digits)]
    digits = field.digits if field.type in ("int", "decimal") else None
    found = [
        *lengths, ("totalDigits", digits), ("fractionDigits", field.decimals), ("minInclusive", low),
        ("maxInclusive", high), ("pattern", field.pattern or None), *(("enumeration", one) for one in field.values),
    ]  # fmt: skip
    return [(name, value) for name, value in found if value not in (None, 0) or (name == "minInclusive" and value == 0)]


def _facet(made: etree._Element, name: str, value: Any) -> None:
    if value != "":
        etree.SubElement(made, _xs(name), value=str(value))


def _base(kind: str, field: Field | None = None) -> str:
    large = field is not None and field.range is not None and (field.range[1] or 0) > _LARGEST_INT
    return f"xs:{'long' if kind == 'int' and large else _BASES.get(kind, kind)}"


def _xs(name: str) -> str:
    return f"{{{XS}}}{name}"
