"""The codes that come back for each row of a batch file, read from data: what each means and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rollbook.base.findings import Finding, Severity

_DATA = Path(__file__).parent / "library" / "lrs_batch" / "return_codes.toml"


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """One code: its name in programs, whether the row is settled, waits, is refused or was stopped, and its two
    sentences."""

    code: str
    name: str
    kind: str
    origin: str
    says: str
    fix: str
    rules: tuple[str, ...] = ()


@cache
def return_codes() -> tuple[ReturnCode, ...]:
    """All codes, in the order of the data."""
    entries = tomllib.loads(_DATA.read_text("utf-8"))["code"]
    return tuple(ReturnCode(**{**entry, "rules": tuple(entry.get("rules", ()))}) for entry in entries)


def return_code(name: str) -> ReturnCode:
    """The code of an outcome by its name, such as `registered`. KeyError when there is none."""
    return {code.name: code for code in return_codes()}[name]


def code_for(findings: Iterable[Finding]) -> ReturnCode | None:
    """The code for what is wrong with a row, or None when nothing is but warnings."""
    rules = {finding.rule for finding in findings if finding.severity is Severity.ERROR}
    if not rules:
        return None
    return next(code for code in return_codes() if "*" in code.rules or rules.intersection(code.rules))


def reason(code: ReturnCode, findings: Iterable[Finding] = ()) -> str:
    """The text of the Reason column: what is wrong with each value if any is, else the code's own sentence."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return f"{code.says} {code.fix}"
    return " ".join(f"{error.field}: {error.says}" if error.field else error.says for error in errors)


_KINDS = {
    "success": "the row is settled",
    "exception": "the row waits in the exceptions queue",
    "refused": "correct the row and send it again",
    "stopped": "nobody has worked on the row",
}
_ORIGINS = {
    "published": "published",
    "deduced": "code published, meaning inferred",
    "ours": "ours: no published code is known",
}


def return_codes_markdown() -> str:
    """The reference page of all codes."""
    rows = [
        f"| {one.code} | {one.says} | {one.fix} | {_KINDS[one.kind]} | {_ORIGINS[one.origin]} |"
        for one in return_codes()
    ]
    return "\n".join(
        [
            "# Return codes of a batch file",
            "",
            "What stands in the columns `ReturnCode` and `Reason` of the file that comes back. A row that is refused",
            "names every wrong value in `Reason`.",
            "",
            "| Code | What it means | What to do | Then | Origin |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
