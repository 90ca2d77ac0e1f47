"""J4 and the demo itself: a damaged export is mended, sent, settled and comes back with numbers."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import datetime
from pathlib import Path

from rollbook.synthetic.batch_files import write_batch_file
from tests.acceptance.conftest import ROLLBOOK
from tests.acceptance.people import person

WHO = ("--as", "batch@wexcombe.example")
PEOPLE = [
    person("Ursuline", "Ferncombe", "2001-04-23", "2", "EX1 1AA"),
    person("Lucan", "Ferncombe", "2001-04-23", "1", "EX1 1AA"),
    person("Ambrosine", "Tregear", "1996-09-30", "2", "PL1 1AA"),
]


def test_the_demo_says_what_came_of_its_batch_and_what_to_try(demo):
    assert "RC001" in demo.said
    assert "Things to try" in demo.said
    assert set(demo.known["clients"]) == {"machine:find", "machine:register", "machine:batch"}


def test_j4_a_file_that_a_spreadsheet_damaged_comes_back_with_numbers(demo, tmp_path):
    mended = _mended(_damaged(tmp_path))
    sent = json.loads(demo.shell("batch", "send", str(mended), *WHO, "--purpose", "enrolment", "--wait", "--json"))
    assert sent["codes"]["RC001"] >= 2
    for row in json.loads(demo.shell("batch", "exceptions", sent["id"], *WHO, "--json")):
        reason = "Brother and sister, both seen."
        settled = demo.shell("batch", "settle", sent["id"], str(row["number"]), *WHO, "--leave", reason, "--json")
        assert json.loads(settled)["open"] is False
    output = tmp_path / "returned.csv"
    demo.shell("batch", "result", sent["id"], *WHO, "--output", str(output))
    rows = list(csv.DictReader(io.StringIO(output.read_text("utf-8-sig"), newline="")))
    assert [row["MISIdentifier"] for row in rows] == ["MIS000001", "MIS000002", "MIS000003"]
    assert [row["DateOfBirth"] for row in rows] == ["2001-04-23", "2001-04-23", "1996-09-30"]
    again = json.loads(demo.shell("batch", "send", str(mended), *WHO, "--purpose", "enrolment", "--json"))
    assert (again["is_new"], again["id"]) == (False, sent["id"])


def _damaged(folder: Path) -> Path:
    """The export as a spreadsheet saves it: dates turned round, quotes gone."""
    out = io.BytesIO()
    name = write_batch_file(out, PEOPLE, count=len(PEOPLE), ukprn="90000101", written=datetime(2026, 9, 2, 9, 0))
    text = out.getvalue().decode("utf-8-sig").replace('"', "")
    for each in PEOPLE:
        year, month, day = each["date_of_birth"].split("-")
        text = text.replace(each["date_of_birth"], f"{day}/{month}/{year}")
    file = folder / name
    file.write_text(text, "utf-8", newline="")
    return file


def _mended(file: Path) -> Path:
    output = file.with_name(f"MENDED_{file.name}")
    command = [ROLLBOOK, "doctor", str(file), "--yes", "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert output.exists(), done.stdout + done.stderr
    return output
