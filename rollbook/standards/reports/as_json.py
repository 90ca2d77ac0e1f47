"""The JSON report: one document, findings in the order of the file. Made by the engine, so that length costs little."""

from __future__ import annotations

import json
from typing import TextIO

from rollbook.standards.checking import CheckResult
from rollbook.standards.tables.opening import open_tables

_FINDING = ("rule", "severity", "record", "field", "value", "line", "says", "fix")
_PIECE = 10_000  # findings turned to text at a time


def write_json(checked: CheckResult, out: TextIO) -> None:
    """Write one object: `standard`, `version`, `file`, `checked_with`, `findings`, `not_run`, `not_decided`."""
    head: dict[str, object] = {
        "standard": checked.layout.standard,
        "version": checked.layout.version,
        "file": checked.name,
    }
    head |= {"unofficial": checked.layout.unofficial} if checked.layout.unofficial else {}
    head["checked_with"] = {"rules": checked.versions.pack, **checked.versions.references}
    out.write(_text(head)[:-1] + ',\n"findings": [')
    _write_findings(checked, out)
    not_run = [{"rule": one.rule, "why": one.why, "fix": one.fix} for one in checked.not_run]
    not_decided = [{"rule": one.rule, "table": one.table, "count": one.count} for one in checked.not_decided]
    out.write(f'],\n"not_run": {_text(not_run)},\n"not_decided": {_text(not_decided)}}}\n')


def _write_findings(checked: CheckResult, out: TextIO) -> None:
    parts = ", ".join(f'"{name}" := "{name}"' for name in _FINDING)
    separator = "\n"
    with open_tables() as connection:
        connection.register("findings", checked.table)
        found = connection.execute(f"select cast(to_json(struct_pack({parts})) as varchar) from findings")
        while rows := found.fetchmany(_PIECE):
            out.write(separator + ",\n".join(row[0] for row in rows))
            separator = ",\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
