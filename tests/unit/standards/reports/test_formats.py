"""The report as text, JSON, CSV, one HTML page and the department's own columns."""

import csv
import io
import json
from html.parser import HTMLParser

from rollbook.standards.reports import text_lines, write_csv, write_html, write_json, write_violations


def told(write, *of):
    out = io.StringIO()
    write(*of, out)
    return out.getvalue()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_text_names_the_value_that_records_share(checked):
    lines = list(text_lines(checked))
    assert any("2 records share ULN 1000000001" in line for line in lines)
    assert any(line.startswith("ERROR ULN_04 ULN") for line in lines)


def test_text_says_what_was_not_run_and_not_decided(checked):
    lines = "\n".join(text_lines(checked))
    assert "Not decided:" in lines
    assert "Not run, " in lines
    assert f"rules {checked.versions.pack}" in lines


def test_no_value_can_steer_a_terminal(loaded, checked):
    assert all(line.isprintable() for line in text_lines(checked))


def test_json_holds_every_finding_in_the_order_of_the_file(checked):
    report = json.loads(told(write_json, checked))
    assert (report["standard"], report["version"]) == ("ilr", "2025-26")
    assert len(report["findings"]) == checked.table.num_rows
    assert set(report["findings"][0]) == {"rule", "severity", "record", "field", "value", "line", "says", "fix"}
    lines = [finding["line"] for finding in report["findings"]]
    assert lines == sorted(lines)
    assert {one["rule"] for one in report["not_run"]} == {one.rule for one in checked.not_run}
    assert {(one["rule"], one["count"]) for one in report["not_decided"]} == {
        (one.rule, one.count) for one in checked.not_decided
    }


def test_csv_runs_no_formula(checked):
    rows = rows_of(told(write_csv, checked))
    assert any("=2+3" in row["record"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


class Reader(HTMLParser):
    """Everything on a page that could be fetched or run."""

    def __init__(self):
        super().__init__()
        self.outside = []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in ("script", "link", "img", "iframe", "form") or "src" in names or "href" in names:
            self.outside.append(tag)


def test_the_page_stands_alone(checked):
    reader = Reader()
    page = told(write_html, checked)
    reader.feed(page)
    assert reader.outside == []
    assert "url(" not in page


def test_a_value_on_the_page_is_text_and_nothing_else(tmp_path):
    from datetime import date

    from rollbook.standards.checking import check
    from tests.invented_files import ilr_file

    page = told(write_html, check(ilr_file(tmp_path, {"Postcode": "<b>XX</b>"}), today=date(2026, 1, 15)))
    assert "<b>XX</b>" not in page
    assert "&lt;b&gt;XX&lt;/b&gt;" in page


def test_violations_stand_in_the_departments_columns(checked, loaded):
    rows = rows_of(told(write_violations, checked, loaded))
    assert len(rows) == checked.table.num_rows
    assert len(rows[0]) == 20
    found = next(row for row in rows if row["Rule Name"] == "not_a_date")
    assert (found["Learner Ref"], found["Aim Sequence Number"], found["Field Values"]) == (
        "B1", "1", "LearnStartDate=2025-02-30",
    )  # fmt: skip


def test_violations_on_learners_name_no_aim(checked, loaded):
    found = next(row for row in rows_of(told(write_violations, checked, loaded)) if row["Rule Name"] == "ULN_04")
    assert (found["Unique Learner Number"], found["Aim Sequence Number"]) == ("1000000001", "")
