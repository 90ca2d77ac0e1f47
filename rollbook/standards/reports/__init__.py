"""What a check found, told: grouped for people, as one HTML page, as CSV, as JSON, as the department's report."""

from rollbook.standards.reports.as_csv import write_csv
from rollbook.standards.reports.as_html import write_html
from rollbook.standards.reports.as_json import write_json
from rollbook.standards.reports.as_text import shared, text_lines, why_not_run
from rollbook.standards.reports.choosing import Choice, chosen, of_one_record
from rollbook.standards.reports.groups import RuleGroup, ValueGroup, counts, group
from rollbook.standards.reports.violations import write_violations

__all__ = [
    "Choice",
    "RuleGroup",
    "ValueGroup",
    "chosen",
    "counts",
    "group",
    "of_one_record",
    "shared",
    "text_lines",
    "why_not_run",
    "write_csv",
    "write_html",
    "write_json",
    "write_violations",
]
