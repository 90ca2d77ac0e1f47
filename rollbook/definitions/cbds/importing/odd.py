"""What is odd across rows: numbers used twice, successors that do not exist, code sets that nothing holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rollbook.base.findings import Finding, Position, Severity
from rollbook.definitions.cbds.importing.item_rows import Row

_SAME = ("name", "format", "code_set", "tag")  # what must agree where one number stands on two rows


def settle_successors(items: Sequence[Row], said: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """Fills in who took an item's place where only the successor says so; where both speak, the successor is right.

    An item's own note was written by hand in a hurry (a wrong digit is easy); the successor names what it replaced.
    A successor of an item that has not ended is not believed.
    """
    claims: dict[str, str] = {old: new for new, olds in said.items() for old in olds if old != new}
    findings = []
    for row in items:
        own, claimed = row["superseded_by"], claims.get(row["number"], "")
        has_ended = bool(row["valid_to"] or row["state"] == "Inactive" or own or "ended" in row["dates"])
        if not claimed or claimed == own:
            continue
        if not has_ended:
            says = f"{claimed} says that it took the place of this item, which has not ended."
        elif own:
            says = f"It says that {own} took its place; {claimed} says that it did. {claimed} was taken."
        else:
            says = f"{claimed} says that it took the place of this item, which does not say so. {claimed} was taken."
        findings.append(_finding("CBDS_SUCCESSOR", "Collection Notes", says, "Correct the note.", row))
        row["superseded_by"] = claimed if has_ended else own
    return findings


def across_items(items: Sequence[Row]) -> Iterator[Finding]:
    """Numbers on more than one row, and successors that are not in the workbook."""
    rows_of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in items:
        rows_of[row["number"]].append(row)
    for number, rows in rows_of.items():
        if number and len(rows) > 1:
            apart = [name for name in _SAME if len({row[name] for row in rows}) > 1]
            says = f"{len(rows)} rows have this number" + (f", and differ in {', '.join(apart)}." if apart else ".")
            severity = Severity.WARNING if apart else Severity.QUERY
            yield _finding("CBDS_NUMBER_TWICE", "Identifier 1", says, "Number each item once.", rows[0], severity)
    for row in items:
        if row["superseded_by"] and row["superseded_by"] not in rows_of:
            says = f"{row['superseded_by']} is said to take its place, and is not in the workbook."
            yield _finding("CBDS_NO_SUCCESSOR", "Collection Notes", says, "Check the number.", row)


def across_codes(items: Sequence[Row], code_sets: Sequence[Row], codes: Sequence[Row]) -> Iterator[Finding]:
    """Code sets without rows, codes twice in one table, codes without a meaning."""
    held = {row["number"] for row in code_sets}
    named: defaultdict[str, list[Row]] = defaultdict(list)
    for row in items:
        if row["code_set"] and row["code_set"] not in held:
            named[row["code_set"]].append(row)
    for number, rows in sorted(named.items()):
        says = f"{len(rows)} items name the code set {number}, whose codes are not here."
        yield _finding("CBDS_NO_CODE_SET", "Code set / Valid Values", says, "Import its codes as well.", rows[0])
    used = {row["code_set"] for row in items}
    for number in sorted(held - used) if items else ():
        yield _of_set("CBDS_UNUSED", number, "No item uses this code set.", "It may belong to an earlier version.")
    yield from _codes_of_sets(codes)


def _codes_of_sets(codes: Sequence[Row]) -> Iterator[Finding]:
    proper = [row for row in codes if row["kind"] in ("code", "range")]
    times = Counter((row["code_set"], row["part"], row["code"], row["finer"]) for row in proper)
    twice = Counter(key[0] for key, count in times.items() if count > 1 and key[2])
    unlabelled = Counter(row["code_set"] for row in proper if not row["label"])
    nameless = Counter(row["code_set"] for row in proper if not row["code"])
    beside = Counter(row["code_set"] for row in codes if row["kind"] not in ("code", "range"))
    for number in sorted({row["code_set"] for row in codes}):
        if twice[number]:
            yield _of_set("CBDS_CODE_TWICE", number, f"{twice[number]} codes stand in it twice.", "Keep one of each.")
        if unlabelled[number]:
            says = f"{unlabelled[number]} codes have no label beside them."
            yield _of_set("CBDS_NO_LABEL", number, says, "Nothing to do where the code is its own label.")
        if nameless[number]:
            yield _of_set("CBDS_NO_CODE", number, f"{nameless[number]} rows have no code.", "Give each a code.")
        if beside[number]:
            says = f"{beside[number]} rows are headings or notes, not codes."
            yield _of_set("CBDS_NOTE_ROW", number, says, "They are kept, and count as no code.")


def _of_set(rule: str, number: str, says: str, fix: str) -> Finding:
    return Finding(rule, "CodeSets", says, fix, Severity.QUERY, number, Position(None, f"code set {number}"))


def _finding(rule: str, field: str, says: str, fix: str, row: Row, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule, field, says, fix, severity, "", Position(None, f"item {row['number']}"))
