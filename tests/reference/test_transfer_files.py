"""Transfer files made by others: read, checked, and written back with the same content."""

from __future__ import annotations

import io
from datetime import date

import pytest
from lxml import etree

from rollbook.standards import read, write
from rollbook.standards.checking import check

FILES = {
    "8011001_CTF_8014002_001.xml": ("12", set()),
    "giap_style_partial_ctf25.xml": ("25-partial", {"file_name", "CTF_Names_01"}),
}


def canonical(content):
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False, no_network=True)
    return etree.tostring(etree.fromstring(content, parser), method="c14n")


@pytest.mark.parametrize("name", FILES)
def test_a_transfer_file_is_written_back_as_it_came(reference, name):
    path = reference / "schools" / "samples" / name
    out = io.BytesIO()
    write(read(path), out)
    assert canonical(out.getvalue()) == canonical(path.read_bytes())


@pytest.mark.parametrize("name", FILES)
def test_a_transfer_file_is_found_in_order_but_for_what_is_odd_about_it(reference, name):
    version, odd = FILES[name]
    result = check(reference / "schools" / "samples" / name, today=date(2025, 12, 1))
    assert result.layout.version == version
    assert {one.rule for one in result.findings} == odd
