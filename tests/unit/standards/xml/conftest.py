"""Reads small XML files of the invented layout."""

from __future__ import annotations

import io

import pytest

from rollbook.standards.xml import read_xml
from tests.invented_layout import invented_layout

LAYOUT = invented_layout()
START = '<?xml version="1.0" encoding="utf-8"?>\n<Return xmlns="urn:invented:1"><Kind>TEST</Kind>'


@pytest.fixture
def read():
    """Reads a whole document, or what stands in `Return` after `Kind`."""

    def reader(text):
        content = text if isinstance(text, bytes) else text.encode()
        if b"<Return" not in content:
            content = f"{START}{text}</Return>".encode()
        return read_xml(io.BytesIO(content), LAYOUT)

    return reader


@pytest.fixture
def findings(read):
    """The code, the field, the value and the record of each finding."""

    def reader(text):
        return [(one.rule, one.field, one.value, one.position.record) for one in read(text).findings]

    return reader
