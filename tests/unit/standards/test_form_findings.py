"""Whatever a reader may find wrong with a file's form is explained, and nothing is explained that none finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rollbook.standards import reading
from rollbook.standards.form_findings import form_findings

STANDARDS = Path(reading.__file__).parent
# A code stands first in what makes or notes a finding: `Finding("wrong_root", ...)`, `self._say("short_line", ...)`.
NOTED = re.compile(r"""(?:Finding|_say|_?note)\(\s*(?:"([a-z_]+)"(?: if \w+ else "([a-z_]+)")?)""")
READERS = {"xml": [*(STANDARDS / "xml").glob("*.py")], "fixed": [*(STANDARDS / "fixed").glob("*.py")]}


@pytest.mark.parametrize("shape", sorted(READERS))
def test_each_reader_finds_what_is_explained_of_its_files_and_nothing_else(shape):
    texts = [path.read_text("utf-8") for path in [*READERS[shape], STANDARDS / "reading.py"]]
    noted = {code for text in texts for pair in NOTED.findall(text) for code in pair if code}
    assert noted == {code for code, one in form_findings().items() if shape in one.shapes}


def test_each_is_explained_in_sentences_without_gaps():
    for one in form_findings().values():
        assert all(text.endswith(".") for text in (one.means, one.mend, one.because)), one.code
        assert "{" not in one.means + one.mend + one.because
