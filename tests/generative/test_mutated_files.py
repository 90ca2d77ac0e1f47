"""Files with bytes changed anywhere: every reader gives findings or one refusal, and never fails in another way."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.base.errors import Unreadable
from rollbook.standards import read, write
from rollbook.standards.fields import check_fields
from rollbook.standards.layouts import known_layouts
from rollbook.standards.tables import open_tables
from tests.generative.making_files import files_of
from tests.invented_layout import invented_layout

LAYOUTS = [*known_layouts(), invented_layout()]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))  # for each layout; 1,000 take about a minute
SLOW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = [
    b"\0", b"&", b"<", b">", b'"', b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"<x/>", b"</x>", b"&amp;", b"&x;",
    b"&#0;", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b"<!DOCTYPE x>", b' a="1"',
    b' xmlns="x"', b'<?xml version="1.0" encoding="utf-16"?>', b"\x1a", b"\xfe\xff",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=4)), max_size=4
)


def read_or_refused(content, layout):
    """What was read, or the refusal; anything else that is raised is a fault of ours."""
    try:
        return read(io.BytesIO(content), name="a.xml", layout=layout), None
    except Unreadable as refusal:
        return None, refusal


@st.composite
def mutated(draw, layout):
    out = io.BytesIO()
    write(draw(files_of(layout)), out)
    data = bytearray(out.getvalue())
    for place, length, piece in draw(CHANGES):
        start = place % (len(data) + 1)
        data[start : start + length] = piece
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
@SLOW
@given(data=st.data())
def test_a_changed_file_is_read_or_refused(layout, data):
    content = data.draw(mutated(layout))
    for known in (layout, None):
        loaded, refusal = read_or_refused(content, known)
        assert (loaded is None) != (refusal is None)
        if loaded:
            assert set(loaded.raw) == {table.name for table in loaded.layout.tables}
        else:
            assert refusal.message.endswith(".")
            assert refusal.fix


@settings(SLOW, max_examples=EXAMPLES // 10)
@given(data=st.data())
def test_whatever_was_read_can_be_checked(data):
    layout = data.draw(st.sampled_from(LAYOUTS))
    loaded, _ = read_or_refused(data.draw(mutated(layout)), layout)
    if loaded is None:
        return
    with open_tables() as connection:
        for name, table in loaded.raw.items():
            connection.register(f"raw_{name}", table)
        found = check_fields(connection, layout)
    assert all(says and fix for says, fix in zip(found["says"].to_pylist(), found["fix"].to_pylist(), strict=True))


@SLOW
@given(data=st.data())
def test_a_changed_archive_is_read_or_refused(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b'<Return xmlns="urn:invented:1"><Kind>TEST</Kind></Return>' * 3)
    content = bytearray(out.getvalue())
    for place, length, piece in data.draw(CHANGES):
        start = place % (len(content) + 1)
        content[start : start + length] = piece
    loaded, refusal = read_or_refused(bytes(content), LAYOUTS[-1])
    assert refusal.fix if loaded is None else "pupil" in loaded.raw
