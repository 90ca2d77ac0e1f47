"""What a check found, told: grouped for people, as one HTML page, as CSV, as JSON, as the department's report."""

from rollbook.standards.reports.as_csv import write_csv
from rollbook.standards.reports.as_html import write_html
from rollbook.standards.reports.as_json import write_json
from rollbook.standards.reports.as_text import text_lines
from rollbook.standards.reports.groups import RuleGroup, ValueGroup, group
from rollbook.standards.reports.violations import write_violations

__all__ = [
    "RuleGroup",
    "ValueGroup",
    "group",
    "text_lines",
    "write_csv",
    "write_html",
    "write_json",
    "write_violations",
]
