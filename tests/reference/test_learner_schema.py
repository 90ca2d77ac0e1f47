"""The fields of a learner against the published schema: lengths, what a registration needs, codes."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rollbook.definitions import Occasion, learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.standards import layout_of

XS = "{http://www.w3.org/2001/XMLSchema}"
# Names of the schema that the batch columns spell in another way.
SPELT = {"LastKnownAddressCountyOrCity": "LastKnownAddressCountyorCity", "FamilyNameAtAge16": "FamilyNameAt16"}


@pytest.fixture
def schema(reference):
    # The material is trusted: a published schema on the machine of whoever runs this suite.
    return ElementTree.parse(reference / "lrs" / "generation-a-2008" / "learner.xsd").getroot()


@pytest.fixture
def registered(schema):
    """The elements of a learner to register: name, type and whether it is needed."""
    found = schema.find(f"{XS}complexType[@name='LearnerToRegister']")
    return [
        (each.get("name"), each.get("type").split(":")[-1], each.get("minOccurs", "1") != "0")
        for each in found.iter(f"{XS}element")
    ]


def _field(name):
    column = {column.at: column.field for column in layout_of("lrs_batch", "2A").fields}[SPELT.get(name, name)]
    return learner_definition().fields[column]


def test_no_field_is_shorter_or_longer_than_published(schema, registered):
    for name, kind, _ in registered:
        found = schema.find(f"{XS}simpleType[@name='{kind}']//{XS}maxLength")
        if found is not None:
            assert _field(name).max_length == int(found.get("value")), name


def test_a_registration_needs_what_the_schema_needs(registered):
    needed = {_field(name).name for name, _, is_needed in registered if is_needed}
    ours = {field.name for field in learner_definition().fields.values() if Occasion.REGISTER in field.needed}
    assert needed - ours == set()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("MIAPGender", "gender"),
        ("MIAPVerificationType", "verification_type"),
        ("MIAPAbilityToShare", "ability_to_share"),
    ],
)
def test_codes_are_those_published(schema, kind, name):
    pattern = schema.find(f"{XS}simpleType[@name='{kind}']//{XS}pattern").get("value")
    assert set(pattern.split("|")) == set(code_set(name).codes)
