"""The report as one HTML page that stands alone: no script, nothing fetched. Large reports are capped, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import TextIO

from rollbook.standards.checking import CheckResult
from rollbook.standards.reports.as_text import checked_with, counted, shared, summary, why_not_run
from rollbook.standards.reports.groups import RuleGroup, ValueGroup, group

VALUES, RECORDS = 20, 10  # a rule, a value: enough to see the cause, and quick to open with 200,000 findings
_PAGE = Path(__file__).parent / "page.html"
_STYLE = Path(__file__).parent / "page.css"


def write_html(checked: CheckResult, out: TextIO) -> None:
    """Write the page. Values of the file stand in it: it is for the file's owner."""
    found = group(checked.table, values=VALUES, records=RECORDS)
    page = Template(_PAGE.read_text("utf-8"))
    out.write(
        page.substitute(
            style=_STYLE.read_text("utf-8"),
            name=escape(checked.name or "The file"),
            title=escape(checked.layout.title),
            unofficial=f"<p>{escape(checked.layout.unofficial)}</p>" if checked.layout.unofficial else "",
            summary=escape(summary(checked)),
            rules="\n".join(map(_rule, found)) or "<p>Every rule that was run holds.</p>",
            left_out="\n".join(_left_out(checked)) or "<p>Every rule was run on every record.</p>",
            versions=escape(checked_with(checked)),
        )
    )


def _rule(one: RuleGroup) -> str:
    rows = "\n".join(_value(each, one) for each in one.values)
    more = f"<p>And {counted(one.more_values, 'other value')}; the CSV and JSON reports hold all of them.</p>"
    return f"""<details class="{escape(one.severity)}"><summary><span class="tag">{escape(one.severity)}</span>
<span class="says">{escape(one.values[0].says)}</span> <span class="count">{one.count:,}</span>
<code>{escape(one.rule)}</code></summary>
<p class="fix">{escape(one.fix)}</p>
<table><thead><tr><th>What they share</th><th class="number">Records</th><th>Which, with the line</th></tr></thead>
<tbody>
{rows}
</tbody></table>
{more if one.more_values else ""}</details>"""


def _value(one: ValueGroup, rule: RuleGroup) -> str:
    places = ", ".join(
        f'{escape(record or "the file")} <span class="line">line {line:,}</span>'
        for record, line in zip(one.records, one.lines, strict=True)
    )
    more = f", and {one.count - len(one.records):,} more" if one.count > len(one.records) else ""
    says = f"<br>{escape(one.says)}" if one.says != rule.values[0].says else ""
    return (
        f'<tr><td>{escape(shared(one, rule.field))}{says}</td><td class="number">{one.count:,}</td>'
        f"<td>{places}{more}</td></tr>"
    )


def _left_out(checked: CheckResult) -> Iterator[str]:
    for one in checked.not_decided:
        where = f"{counted(one.count, 'record')} ({escape(one.table)})"
        yield f"<p><code>{escape(one.rule)}</code> was not decided in {where}: a value it reads is broken there.</p>"
    for why, fix, rules in why_not_run(checked):
        codes = " ".join(f"<code>{escape(rule)}</code>" for rule in rules)
        yield f"<details><summary>{counted(len(rules), 'rule')} not run: {escape(why)}</summary>"
        yield f"<p>{escape(fix)}</p><p>{codes}</p></details>"
