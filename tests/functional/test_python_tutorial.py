"""The tutorial in Python: every block runs, one after another, and prints what the page says."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "in-python.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_block_prints_what_stands_under_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    names: dict[str, object] = {}
    printed = ""
    for kind, text in blocks:
        if kind == "sh":
            subprocess.run(text, shell=True, check=True, capture_output=True)
        elif kind == "python":
            printed = _printed(text, names)
        else:
            assert printed == text
            printed = ""
        assert kind != "python" or "print(" not in text or printed
    assert 1 < [kind for kind, _ in blocks].count("text") == sum("print(" in text for _, text in blocks)


def _printed(text: str, names: dict[str, object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(text, PAGE.name, "exec"), names)
    return out.getvalue()
