"""What holds for the files of every layout: what is written is read back the same, and without a complaint."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollbook.standards import read, write
from rollbook.standards.layouts import known_layouts
from tests.generative.making_files import files_of
from tests.invented_layout import invented_layout

LAYOUTS = [*known_layouts(), invented_layout()]


def written(loaded):
    out = io.BytesIO()
    write(loaded, out)
    return out.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.title)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back_the_same(layout, data):
    made = data.draw(files_of(layout))
    once = written(made)
    back = read(io.BytesIO(once), layout=layout)
    for table in layout.tables:
        without = [] if layout.shape == "fixed" else ["line"]
        found, wanted = (one.raw[table.name].drop_columns(without).to_pylist() for one in (back, made))
        assert found == wanted, table.name
    assert written(back) == once
    if layout.shape != "delimited":  # its reader also looks at the file's own values, which are any here
        assert back.findings == []
