"""Checks rows of the file and writes them as PostgreSQL's COPY takes them; runs in several processes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding, Severity
from rollbook.definitions import Occasion, check_learner, postcodes
from rollbook.definitions.name_lists import parse_names
from rollbook.matching import normalise, stored_keys
from rollbook.register.consequences import identifiers_of
from rollbook.service.actions.learners.fields import details, row_values
from rollbook.service.actions.loading.columns import DETAILS

NULL = "\\N"
CHECKED = (*DETAILS, "alternative_names", "uln", "mis_identifier")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why one row cannot be loaded: the line it began on, its number as it stands, and what is wrong."""

    line: int
    uln: str
    rule: str
    field: str
    says: str
    fix: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Some rows: those without fault as text for COPY, and what is wrong with the others."""

    text: bytes
    good: int
    conflicts: tuple[Conflict, ...]


def prepare(rows: Sequence[tuple[int, Mapping[str, str]]], today: date) -> Prepared:
    """Check each (line, row) and write the good ones in the order of `STAGED`."""
    lines: list[str] = []
    conflicts: list[Conflict] = []
    for line, row in rows:
        found = list(_faults(row, today))
        if found:
            uln = row.get("uln", "")[:20]
            conflicts += [Conflict(line, uln, each.rule, each.field, each.says, each.fix) for each in found]
        else:
            lines.append(_staged(line, row, today))
    return Prepared("".join(lines).encode(), len(lines), tuple(conflicts))


def _faults(row: Mapping[str, str], today: date) -> Iterator[Finding]:
    given = {name: value for name in CHECKED if (value := row.get(name, ""))}
    # What an old record never had is not held against it: only what stands there is checked, as for an update.
    for finding in check_learner(given, today=today, occasion=Occasion.UPDATE):
        if finding.severity is Severity.ERROR:
            yield finding
    for name, title in (("uln", "The ULN"), ("date_of_birth", "The date of birth")):
        if not row.get(name, "").strip():
            yield Finding("missing", name, f"{title} is missing.", "Give it.")
    if not (row.get("given_name", "").strip() or row.get("family_name", "").strip()):
        yield Finding("missing", "family_name", "Both names are missing.", "Give at least one.")
    yield from _former_faults(row, today)
    if row.get("start", "").strip() and parse_iso(row["start"].strip()) is None:
        yield Finding("format", "start", "The start is not a date written as YYYY-MM-DD.", "Correct it.")
    if len(row.get("notice_version", "")) > 20 or "\x00" in row.get("notice_version", "") + row.get("ukprn", ""):
        yield Finding(
            "format", "notice_version", "The version of the notice has more than 20 characters.", "Shorten it."
        )


def _former_faults(row: Mapping[str, str], today: date) -> Iterator[Finding]:
    for given, family in parse_names(row.get("former_names", "")):
        for finding in check_learner(
            {"given_name": given, "family_name": family}, today=today, occasion=Occasion.FIND_BY_ULN
        ):
            if finding.field in ("given_name", "family_name") and finding.severity is Severity.ERROR:
                yield replace(finding, field="former_names")
    for postcode in former_postcodes(row):
        if not postcodes.is_valid(postcode):
            yield Finding("format", "former_postcodes", "A former postcode has not the form of one.", "Correct it.")


def former_postcodes(row: Mapping[str, str]) -> tuple[str, ...]:
    """The postcodes of the column `former_postcodes`."""
    return tuple(part.strip() for part in row.get("former_postcodes", "").split(";") if part.strip())


def _staged(line: int, row: Mapping[str, str], today: date) -> str:
    fields = {name: row.get(name, "") for name in (*DETAILS, "alternative_names")}
    names, codes = parse_names(row.get("former_names", "")), tuple(map(_postcode, former_postcodes(row)))
    asked = details(fields)
    keys = stored_keys(normalise(replace(asked, former_names=(*names, *asked.former_names), former_postcodes=codes)))
    values = row_values(fields)
    ends = (
        row.get("notice_version", "").strip(),
        json.dumps([{"given_name": given, "family_name": family} for given, family in names], ensure_ascii=False),
        json.dumps(values["alternative_names"], ensure_ascii=False),
        "{" + ",".join(f'"{code}"' for code in codes) + "}",
        json.dumps(identifiers_of(values)),
        "{" + ",".join(map(str, keys)) + "}",
        row.get("ukprn", "").strip(),
        (parse_iso(row.get("start", "").strip()) or today).isoformat(),
        row.get("mis_identifier", "").strip(),
    )
    uln = "".join(each for each in row["uln"] if each.isdigit())
    return "\t".join((str(line), uln, *(_text(values[name]) for name in DETAILS), *map(_text, ends))) + "\n"


def _postcode(text: str) -> str:
    parsed = postcodes.parse(text)
    return parsed if isinstance(parsed, str) else text


def _text(value: object) -> str:
    return NULL if value is None else str(value).translate(_ESCAPES)
