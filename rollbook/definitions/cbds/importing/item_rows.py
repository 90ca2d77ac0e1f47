"""Turns one row of the sheet of items into a row of ours, with what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from rollbook.base.findings import Finding, Position, Severity
from rollbook.definitions.cbds.formats import read_format
from rollbook.definitions.cbds.importing.dates import first_day

_CODE_SET = re.compile(r"(?:D\d{5}|CS\d{3})\b")
_DEFAULT = re.compile(r"\bdef(?:ault|alut)(?: values?)?\s*[-=:]?\s*([A-Za-z0-9.]+)", re.IGNORECASE)
# Spelt in five ways: superseded, superceded, supseded ...
_ENDED_BY = re.compile(r"(?:sup\w*ed|replaced) by\b[^.]*?(\d{6})", re.IGNORECASE)
_ENDS = re.compile(r"(?:sup\w*e(?:s|d)|replaces?)\b(?! by)[^.,;]*?(\d{6}(?: and \d{6})?)", re.IGNORECASE)
_NO_DEFAULT = {"to", "of", "blank"}  # "default values of ...", "default value blank"
_DATES = (("created", "valid_from"), ("implemented", "first_used"), ("cut_off", "valid_to"))
_WHOLE = re.compile(r"[0-9]{1,9}")
_SPELT = {"zero": "0", "false": "false", "true": "true"}
Row = dict[str, str]


def item_row(given: Mapping[str, str], collections: tuple[str, ...], line: int) -> tuple[Row, list[Finding]]:
    """The row of our form, and findings. `collections` are those that ask for the item."""
    row = {name: " ".join(given.get(name, "").split()) for name in _COPIED}
    row["number"] = row["number"].upper()
    row["row"] = row["row"] if _WHOLE.fullmatch(row["row"]) else str(line)
    row["tag"] = row["tag"].strip("<> ")
    row["collections"] = " ".join(collections)
    row["about"] = given.get("about", "").strip()
    row |= _values(given)
    days, findings = _days(given, line)
    row |= days
    row["superseded_by"] = _successor(given.get("notes", ""), row["number"])
    return row, [*findings, *_odd(row, given, line)]


_COPIED = (
    *("row", "level", "module", "number", "other_number", "name", "format", "tag", "state", "sif", "needed"),
    *("history", "occurs", "standing", "rfc"),
)


def supersedes(notes: str) -> tuple[str, ...]:
    """The numbers that an item says it took the place of."""
    return tuple(number for found in _ENDS.findall(" ".join(notes.split())) for number in found.split(" and "))


def at(row: Mapping[str, str], line: int) -> Position:
    """Where a finding stands: the line of the sheet, and the item."""
    return Position(line, f"item {row.get('number', '') or 'without number'}")


def _values(given: Mapping[str, str]) -> Row:
    said = " ".join(given.get("values", "").split())
    code_set = _CODE_SET.match(said)
    beside = said[code_set.end() :].strip() if code_set else said
    everything = f"{given.get('format', '')} {said} {given.get('validation', '')}"
    default = _DEFAULT.search(" ".join(everything.split()))
    word = default[1].rstrip(".") if default else ""
    return {
        "code_set": code_set[0] if code_set else "",
        "values": beside,
        "default": "" if word.lower() in _NO_DEFAULT else _SPELT.get(word.lower(), word),
    }


def _successor(notes: str, number: str) -> str:
    found = _ENDED_BY.search(" ".join(notes.split()))
    return found[1] if found and found[1] != number else ""


def _days(given: Mapping[str, str], line: int) -> tuple[Row, list[Finding]]:
    days: Row = {}
    words: list[str] = []
    findings: list[Finding] = []
    for column, ours in _DATES:
        day, beside, is_impossible = first_day(given.get(column, ""))
        days[ours] = day.isoformat() if isinstance(day, date) else ""
        if beside:
            words.append(f"{_SAID[ours]}: {beside}")
        if is_impossible:
            findings.append(
                _finding(
                    "CBDS_DATE", column, f"There is no such day as {beside}.", "Ask for the right day.", given, line
                )
            )
    days["dates"] = "; ".join(words)
    return days, findings


_SAID = {"valid_from": "created", "first_used": "first used", "valid_to": "ended"}


def _odd(row: Row, given: Mapping[str, str], line: int) -> Iterator[Finding]:
    if not row["number"]:
        yield _finding(
            "CBDS_NO_NUMBER", "Identifier 1", "This item has no number.", "Give it one.", row, line, Severity.ERROR
        )
    if not row["name"]:
        yield _finding("CBDS_NO_NAME", "Data Item Name", "This item has no name.", "Name it.", row, line)
    if not row["tag"]:
        yield _finding("CBDS_NO_TAG", "XML Tag", "This item has no tag.", "It cannot stand in a file.", row, line)
    elif not re.fullmatch(r"[A-Za-z_][\w.-]*", row["tag"]):
        yield _finding(
            "CBDS_TAG", "XML Tag", "This tag cannot name an element.", "Use one word.", row, line, value=row["tag"]
        )
    if row["format"] and not read_format(row["format"], row["values"]).kind:
        yield _finding(
            *("CBDS_FORMAT", "Type and Format", "No type can be read from this.", "Write A(n), 9(n) or CCYY-MM-DD."),
            *(row, line),
            value=row["format"],
        )
    if row["state"] == "Inactive" and not row["valid_to"]:
        yield _finding(
            "CBDS_NO_END", "Cut Off Date", "This item is inactive since nobody says when.", "Date it.", row, line
        )
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        yield _finding("CBDS_ORDER", "Cut Off Date", "This item ended before it began.", "Check both days.", row, line)


def _finding(
    rule: str,
    field: str,
    says: str,
    fix: str,
    row: Mapping[str, str],
    line: int,
    severity: Severity = Severity.WARNING,
    *,
    value: str = "",
) -> Finding:
    return Finding(rule, field, says, fix, severity, value, at(row, line))
