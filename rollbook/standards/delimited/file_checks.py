"""What is wrong with a file as a whole: its name, its separator and line ends, its own values, its count."""

from __future__ import annotations

from collections.abc import Iterator

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.delimited.reading import Reading
from rollbook.standards.delimited.row_checks import BlankRows
from rollbook.standards.layouts import Field

_FILE = Position(1, "file")
_VALUES = Position(2, "file")
_WORDS = {
    "\r\n": "CRLF",
    "\n": "LF",
    "\r": "CR",
    ",": "a comma",
    ";": "a semicolon",
    "\t": "a tab",
    "|": "a bar",
}


def before_reading(reading: Reading, name: str) -> list[Finding]:
    """Findings that need no record: on name, separator, line ends and the values of the file's own table."""
    return [*_name(reading, name), *_form(reading), *_own_values(reading)]


def after_reading(reading: Reading, *, blank: BlankRows, stopped: bool) -> list[Finding]:
    """Findings on the count, when the last record has been read, or reading was `stopped` by too many rows."""
    findings = list(_count(reading, stopped=stopped))
    if blank.count:
        says = f"{blank.count:,} rows hold no learner; the first is line {blank.first_line}."
        findings.append(Finding("blank_rows", "", says, "They were passed over.", Severity.WARNING, position=_FILE))
    return findings


def _name(reading: Reading, name: str) -> Iterator[Finding]:
    if not name:
        return
    found = reading.layout.file_name.fullmatch(name)
    if found is None:
        says = "The file's name is not LRB_<UKPRN>_<DDMMYYYYHHMM>.CSV with the ending in capitals."
        fix = "It is read all the same here; the Learning Records Service itself would refuse it."
        yield Finding("file_name", "", says, fix, Severity.WARNING, name[:100], _FILE)
    elif found["UKPRN"] != reading.file.get("UKPRN", "").strip():
        says = "The UKPRN in the file's name is not the one in row 2."
        yield Finding("file_name_ukprn", "UKPRN", says, "Make them the same.", Severity.WARNING, found["UKPRN"], _FILE)


def _form(reading: Reading) -> Iterator[Finding]:
    layout = reading.layout
    if reading.separator != layout.separator:
        says = f"The values are parted by {_WORDS[reading.separator]}, not by {_WORDS[layout.separator]}."
        yield Finding("separator", "", says, "`rollbook doctor FILE` puts it right.", position=_FILE)
    if reading.newline not in (layout.newline, ""):
        says = f"The lines end with {_WORDS[reading.newline]}, not with {_WORDS[layout.newline]}."
        yield Finding("newline", "", says, "`rollbook doctor FILE` puts it right.", Severity.WARNING, position=_FILE)


def _own_values(reading: Reading) -> Iterator[Finding]:
    for column in reading.layout.fields_of("file"):
        value = reading.file.get(column.at, "")
        says = _wrong(column, value)
        if says:
            yield Finding("file_value", column.at, says, "Correct it in row 2.", value=value[:100], position=_VALUES)


def _wrong(column: Field, value: str) -> str:
    """The sentence on a value of the file's own table, or nothing when it is right."""
    text = value.strip()
    if not text:
        return f"{column.at} is missing in row 2." if column.needed else ""
    if column.fixed and text != column.fixed:
        return f"{column.at} must be {column.fixed}."
    is_number = text.isascii() and text.isdigit()
    if column.type == "int" and not is_number:
        return f"{column.at} must be a whole number."
    if column.digits and len(text) != column.digits:
        return f"{column.at} must have {column.digits} digits."
    return ""


def _count(reading: Reading, *, stopped: bool) -> Iterator[Finding]:
    table = reading.layout.table("learner")
    if reading.count == 0:
        yield Finding("no_records", "", "The file holds no learner.", "Export it again.", position=_FILE)
    if table.at_most is not None and (stopped or reading.count > table.at_most):
        says = f"The file has too many rows: at most {table.at_most:,} learners are allowed."
        yield Finding("too_many_records", "", says, "Send them in several files.", position=_FILE)
    for column in reading.layout.fields:
        stated = reading.file.get(column.at, "").strip()
        if column.counts and stated.isascii() and stated.isdigit() and int(stated[:10]) != reading.count:
            says = f"{column.at} says {int(stated[:10]):,}; the file holds {reading.count:,} learners."
            fix = "If rows are missing, export the file again; if not, correct the count."
            yield Finding("wrong_count", column.at, says, fix, value=stated[:10], position=_VALUES)
