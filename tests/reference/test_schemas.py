"""The schema that comes out of a layout against the published one: every occurrence, order, kind and limit."""

from __future__ import annotations

import pytest

from rollbook.standards.layouts import layout_of
from rollbook.standards.xml.comparing import differences, flattened
from rollbook.standards.xml.xsd import xsd_of

PUBLISHED = {
    "2018-19": "ILR-2018-19-v3.xsd",
    "2025-26": "ILR-2025-26-January.xsd",
    "2026-27": "ILR-2026-27-schemafile-January.xsd",
}


@pytest.mark.parametrize("version", PUBLISHED)
def test_the_ilr_schema_is_the_published_one(reference, version):
    published = (reference / "ilr" / "xsd" / PUBLISHED[version]).read_bytes()
    assert len(flattened(published)) > 100
    assert differences(xsd_of(layout_of("ilr", version)), published) == []
