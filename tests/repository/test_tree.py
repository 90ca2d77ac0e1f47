"""The repository itself: sizes, docstrings, exports, addresses."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
SOURCES = sorted(path for path in (ROOT / "rollbook").rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "bench").rglob("*.py"))
PURE = ("base", "definitions", "standards", "matching", "organisations", "register", "synthetic")


def test_no_hand_written_file_is_longer_than_the_limit():
    long = [path.name for path in SOURCES + TESTS if len(path.read_text("utf-8").splitlines()) > LONGEST]
    assert long == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT)) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_folder_is_called_after_nothing():
    empty_names = {"utils", "helpers", "common", "misc", "manager"}
    assert [path for path in SOURCES if {part.removesuffix(".py") for part in path.parts} & empty_names] == []


@pytest.mark.parametrize("folder", PURE)
def test_a_folder_exports_what_it_names_and_nothing_is_missing(folder):
    module = importlib.import_module(f"rollbook.{folder}")
    missing = [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)]
    assert missing == []


def test_importing_matching_loads_no_heavy_library():
    heavy = ("polars", "splink", "duckdb", "django", "numpy")
    code = f"import sys, rollbook.matching; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_tracked_files_hold_no_addresses_of_package_registries_or_machines():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    wrong = re.compile(r"index-url|files\.pythonhosted|pypi\.org|registry\.npmjs|(^|[\s\"'(=])/(work|root)/")
    # The look-up that `.gitignore` and this test need to name is theirs.
    found = [
        name
        for name in listed
        if name and name not in ("Makefile", "tests/repository/test_tree.py")
        and (ROOT / name).is_file() and wrong.search((ROOT / name).read_text("utf-8", errors="ignore"))
    ]  # fmt: skip
    assert found == []


def test_no_test_asserts_nothing():
    idle = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                text = ast.unparse(node)
                if not any(word in text for word in ("assert", "raises", "expect", "refuse", "run_state_machine")):
                    idle.append(f"{path.name}: {node.name}")
    assert idle == []
