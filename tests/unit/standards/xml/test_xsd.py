"""The schema of a layout: a parser takes it, it takes what the layout's writer writes, and differences are seen."""

from __future__ import annotations

import io

import pytest
from lxml import etree

from rollbook.standards.layouts import known_layouts, layout_of
from rollbook.standards.xml import write_xml, xsd_of
from rollbook.standards.xml.comparing import differences, flattened
from tests.invented_layout import invented_layout

INVENTED = invented_layout()
LAYOUTS = [*known_layouts("xml"), INVENTED]
INSIDE = """<Kind>TEST</Kind><Here><Pupil status="guest"><UPN>A123</UPN><Surname used="true">X</Surname>
<Needs><Need>AB</Need></Needs>{}<Hours>1.5</Hours><Mark year="2025"/></Pupil></Here><Count>1</Count>"""


def is_valid(text):
    schema = etree.XMLSchema(etree.fromstring(xsd_of(INVENTED)))
    return schema.validate(etree.fromstring(f'<Return xmlns="urn:invented:1">{text}</Return>'))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
def test_a_parser_takes_the_schema(layout):
    assert etree.XMLSchema(etree.fromstring(xsd_of(layout))) is not None


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (INSIDE.format("<House>2</House>"), True),
        (INSIDE.format("<Lines><Line1>2</Line1></Lines>"), True),
        (INSIDE.format(""), False),
        (INSIDE.format("<House>2</House>").replace("guest", "ghost"), False),
        (INSIDE.format("<House>2</House>").replace('used="true"', 'used="maybe"'), False),
        (INSIDE.format("<House>2</House>").replace("A123", "123"), False),
        (INSIDE.format("<House>2</House>").replace("AB", "ABCDE"), False),
        (INSIDE.format("<House>2</House>").replace("1.5", "1.55"), False),
        (INSIDE.format("<House>2</House>").replace("<Count>", "<Counts>").replace("</Count>", "</Counts>"), False),
    ],
)
def test_the_schema_takes_what_the_layout_allows_and_nothing_else(text, valid):
    assert is_valid(text) is valid


def test_what_is_written_is_valid(read):
    out = io.BytesIO()
    write_xml(INVENTED, read(INSIDE.format("<House>2</House>")).raw, out)
    assert etree.XMLSchema(etree.fromstring(xsd_of(INVENTED))).validate(etree.fromstring(out.getvalue()))


def test_two_years_differ_where_they_were_changed():
    found = differences(*(xsd_of(layout_of("ilr", version)) for version in ("2026-27", "2025-26")))
    assert "+ Learner/LearningDelivery/HRSRecord [0..3]" in found
    assert any(line.startswith("- Learner/LearningDelivery/PHours") for line in found)


def test_names_and_nesting_of_types_make_no_difference():
    named = b"""<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="R" type="T"/>
      <s:complexType name="T"><s:sequence><s:element name="A" type="Short"/></s:sequence></s:complexType>
      <s:simpleType name="Short"><s:restriction base="s:string"><s:maxLength value="3"/></s:restriction></s:simpleType>
      </s:schema>"""
    nested = b"""<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema"><x:element name="R"><x:complexType><x:sequence>
      <x:element name="A"><x:simpleType><x:restriction base="x:string"><x:maxLength value="3"/></x:restriction>
      </x:simpleType></x:element></x:sequence></x:complexType></x:element></x:schema>"""
    assert differences(named, nested) == []
    assert [str(line) for line in flattened(named)] == ["A [1..1] string maxLength 3"]
    assert len(differences(named, nested.replace(b'"3"', b'"4"'))) == 2
