"""What is installed is whole: guides, pictures, templates, sentences and tables are in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = {".html", ".css", ".js", ".svg", ".toml", ".sql", ".txt", ".json", ".csv", ".md", ".png"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, as an installation lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(folder / done.stdout.strip().splitlines()[-1]) as wheel:
        wheel.extractall(folder / "installed")
    return folder / "installed"


def test_every_file_that_is_no_program_is_installed_too(installed):
    wanted = {path.relative_to(ROOT) for path in (ROOT / "rollbook").rglob("*") if path.suffix in DATA}
    docs = {path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".png")}
    assert sorted(str(path) for path in wanted if not (installed / path).exists()) == []
    assert sorted(str(path) for path in docs if not (installed / "rollbook" / "web" / path).exists()) == []
    assert not list((installed / "rollbook" / "web" / "docs").rglob("*.py"))


def test_an_installed_portal_shows_its_guides(installed):
    code = "from rollbook.web.portal.help.library import DOCS; print(DOCS); print(len(list(DOCS.rglob('*.md'))))"
    known = {**os.environ, "PYTHONPATH": str(installed), "ROLLBOOK_AS_OWNER": "1"}
    known |= {"DATABASE_URL": "postgresql://nobody@localhost/nothing", "ROLLBOOK_VAR": str(installed / "var")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=known,
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
    )
    place, count = done.stdout.split()
    assert Path(place) == installed / "rollbook" / "web" / "docs"
    assert int(count) > 40
