"""Rules that are told as rules and decided elsewhere: each example is checked as a file, by whoever decides it.

So the definitions of a learner, which every door of the register asks, are not written down a second time as queries;
and what a page says of them is held to what they do.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

from rollbook.standards.batch_checks import check_learners
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded
from rollbook.standards.reading import read, write
from rollbook.standards.rules.paths import parsed
from rollbook.standards.rules.records import changed, raw_tables, valid_record
from rollbook.standards.rules.rule import REPLACED, Example, Rule
from rollbook.standards.tables import GIVEN


def reported_elsewhere(rule: Rule, example: Example, layout: Layout) -> tuple[str, ...]:
    """The records that a rule reports in an example, by path, sorted. ValueError when it cannot be written."""
    given = {name: one for name, one in example.changes.items() if name in GIVEN}
    loaded = read(_file(example, layout), name=given.get("file_name", ""), layout=layout)
    checks_learners = rule.checked_by == "definitions"
    found = check_learners(loaded, given.get("today", date.max)) if checks_learners else loaded.findings
    return tuple(sorted(parsed(one.position.record, layout) for one in found if one.rule == rule.code))


def _file(example: Example, layout: Layout) -> BytesIO:
    changes = {name: one for name, one in example.changes.items() if name not in (*GIVEN, REPLACED)}
    document, file = changed(layout, valid_record(layout.standard, layout.version), changes), BytesIO()
    write(Loaded(layout, raw_tables(layout, document)), file)
    text = file.getvalue().decode()
    for old, new in example.changes.get(REPLACED, {}).items():
        if old not in text:
            raise ValueError(f"{old} does not stand in the file")
        text = text.replace(old, new)
    return BytesIO(text.encode())
