"""J22, as far as it compares: what holds an item already, what it costs whom, and what next year does to it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.acceptance.conftest import shell

RETURN = "ILR-90000101-2526-20251103-090000-01.xml"


def test_j22_what_holds_an_item_already_and_who_is_asked_again(tmp_path: Path) -> None:
    assert "\n100319 " in shell(tmp_path, "definitions", "find", "ethnic")
    uses = json.loads(shell(tmp_path, "definitions", "show", "100319", "--json"))[0]["uses"]
    assert {one["standard"] for one in uses} >= {"ctf", "school_census", "ilr"}
    burden = {row["number"]: row for row in json.loads(shell(tmp_path, "definitions", "burden", "--json"))}
    assert int(burden["100319"]["asked_again"]) > 1


def test_j22_a_rehearsal_on_this_years_return_says_whose_records_next_year_hits(tmp_path: Path) -> None:
    shell(tmp_path, "make", "ilr", "--learners", "40", "--output", RETURN)
    words = ("rules", "diff", "ilr", "2025-26", "2026-27", "--on", RETURN, "--today", "2026-01-15", "--json")
    told = json.loads(shell(tmp_path, *words))
    assert {"PHours_01", "AddHours_01"} <= {one["name"] for one in told["gone"]}
    assert told["on_file"]
