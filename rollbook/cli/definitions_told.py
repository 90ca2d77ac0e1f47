"""What `rollbook definitions` says: lines for people, and documents for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the verb loads what it needs: `find` has to start at once
    from rollbook.definitions.cbds import Burden, Code, Difference, Item, Shown, Use, YearDifference
    from rollbook.definitions.cbds.importing import Imported

_SHOWN = 20  # findings and uses told one by one; all of them are in --json
_SURE = {"day": "", "about": " (about)", "by": " (at the latest)"}


def found(items: Sequence[Item], codes: Sequence[Code], most: int) -> Iterator[str]:
    """Items and codes that were found, one a line."""
    for item in items[:most]:
        ended = f"  ended {item.valid_to}" if item.valid_to else "  inactive" if item.state == "Inactive" else ""
        yield f"{item.key:9} {item.title}  <{item.tag}>  {item.notation or item.code_set}  {item.module}{ended}"
    if len(items) > most:
        yield f"... and {len(items) - most} more: add a word, or --most {len(items)}."
    if codes:
        yield f"{'' if not items else chr(10)}Codes:"
    for code in codes[:most]:
        yield f"{code.code_set}  {code.value}  {code.label}"
    if len(codes) > most:
        yield f"... and {len(codes) - most} more codes."


def shown(each: Shown, most: int) -> Iterator[str]:
    """One item with everything around it."""
    item = each.item
    yield f"{item.key}  {item.title}"
    if item.about:
        yield f"  {item.about}"
    yield f"  Tag:         {item.tag or 'none'}"
    yield f"  Format:      {item.notation or 'not stated'} ({item.format})"
    yield f"  Kept in:     {item.data_set}, {item.module}"
    for name, value in (("Values", item.values), ("Default", item.default), ("SIF", item.sif)):
        if value:
            yield f"  {name + ':':12} {value}"
    yield from _history(each)
    yield from _codes(each, most)
    asked = ", ".join(collection.title for collection in each.collections)
    yield f"  Asked for or carried by: {asked or 'no collection that is listed'}"
    yield "  Used by:" + ("" if each.uses else " nothing that Rollbook holds")
    for use in each.uses[:_SHOWN]:
        yield f"    {use_in_words(use)}"
    if len(each.uses) > _SHOWN:
        yield f"    ... and {len(each.uses) - _SHOWN} more (--json lists all)"
    if any(use.kind == "field of a file" for use in each.uses):
        yield "  A field of a file in full: rollbook layouts show STANDARD VERSION FIELD"


def _history(each: Shown) -> Iterator[str]:
    yield "  Versions:"
    for item in each.versions:
        span = f"{item.valid_from or 'from the start'} to {item.valid_to or 'now'}"
        yield f"    {item.version}  {span}{_SURE[item.sure]}: {item.title} <{item.tag}>"
        if item.because:
            yield f"       {item.because}"
        yield f"       Source: {item.source}"
        if item.dates:
            yield f"       The workbook adds: {item.dates}"
    if each.replaces:
        yield f"  Took the place of: {', '.join(each.replaces)}"
    if each.item.superseded_by:
        yield f"  Superseded by: {each.item.superseded_by}"


def _codes(each: Shown, most: int) -> Iterator[str]:
    if each.code_set is None:
        if each.item.code_set:
            yield f"  Codes:       {each.item.code_set}, whose list is not held"
        return
    codes = each.code_set.codes()
    yield f"  Codes:       {each.code_set.number} {each.code_set.title}, {len(codes)} codes"
    for code in codes[:most]:
        yield f"    {code.value:6} {code.label}{_span(code)}"
    if len(codes) > most:
        yield f"    ... and {len(codes) - most} more (--codes {len(codes)})"


def _span(code: Code) -> str:
    started = f", from {code.valid_from}{_SURE[code.sure]}" if code.valid_from else ""
    ended = f", until {code.valid_to}{_SURE[code.sure]}" if code.valid_to else ""
    return f"{started}{ended}"


def use_in_words(use: Use) -> str:
    """`field of a file: ctf 12 CTFpupilData/Pupil/UPN`."""
    return f"{use.kind}: {' '.join(part for part in (use.standard, use.version, use.where) if part)}"


def changed(difference: YearDifference) -> Iterator[str]:
    """What changed between two days, by kind."""
    yield f"From {difference.earlier} to {difference.later}: {len(difference.changes)} changes."
    for change in difference.changes:
        yield ""
        yield _change(change)
        if change.because:
            yield f"  {change.because}"
        if change.source:
            yield f"  Source: {change.source}"
        if change.asked_by:
            yield f"  Asked for by: {', '.join(change.asked_by)}"
        for use in change.touches[:_SHOWN]:
            yield f"  Touches {use_in_words(use)}"
        if len(change.touches) > _SHOWN:
            yield f"  ... and {len(change.touches) - _SHOWN} more (--json lists all)"
    if difference.not_compared:
        yield ""
        yield f"Not compared, since only one of the two years is held: {', '.join(difference.not_compared)}."


def _change(change: Difference) -> str:
    when = f" on {change.on}{_SURE[change.sure]}" if change.on else ""
    if change.kind == "collection":
        return f"{change.number} {change.what}: {change.how} in {change.to_value} (against {change.from_value})"
    if change.how == "changed":
        values = f"{change.from_value or 'none'} -> {change.to_value or 'none'}"
        return f"{change.number}: {change.what} changed{when}: {values}"
    beside = f", {change.to_value}" if change.to_value else ""
    return f"{change.kind} {change.number} {change.what} {change.how}{when}{beside}"


def imported(made: Imported, output: Path | None) -> Iterator[str]:
    """What was read, and what is odd about it."""
    codes = sum(row["kind"] in ("code", "range") for row in made.codes)
    yield (
        f"{len(made.items):,} items, {len(made.code_sets):,} code sets with {len(made.codes):,} rows "
        f"({codes:,} codes), {len(made.collections):,} collections."
    )
    counts = Counter((finding.severity, finding.rule) for finding in made.findings)
    yield f"{len(made.findings):,} things are odd." if counts else "Nothing is odd."
    for (severity, rule), count in counts.most_common():
        first = next(finding for finding in made.findings if finding.rule == rule)
        line = f", line {first.position.line}" if first.position.line else ""
        yield f"  {severity} {rule}, {count} times; first {first.position.record}{line}: {first.says} {first.fix}"
    yield f"Written to {output}." if output else "Nothing was written: name a new folder with --output."


def burdens(rows: Sequence[Burden], again: int, output: Path | None) -> Iterator[str]:
    """The register in short: the totals, and what is asked again most."""
    asked = [row for row in rows if row.askings]
    yield f"{len(asked)} items are asked for, {len(rows) - len(asked)} more are only carried."
    yield f"Of the answers of a year {again} are for what is already held. The most of them:"
    for row in sorted(asked, key=lambda each: -each.again)[:_SHOWN]:
        yield f"  {row.again} of {row.times:2} a year  {row.item.number} {row.item.title}"
    yield f"Written to {output}." if output else "The whole register: --output FILE, or --json."


def item_as_json(item: Item) -> dict[str, Any]:
    """An item with what is read from its notation."""
    return asdict(item) | {"kind": item.format.kind, "length": item.format.length, "decimals": item.format.decimals}


def shown_as_json(each: Shown) -> dict[str, Any]:
    """Everything around an item."""
    return {
        "number": each.item.number,
        "versions": [item_as_json(item) for item in each.versions],
        "code_set": asdict(each.code_set) if each.code_set else None,
        "collections": [asdict(collection) for collection in each.collections],
        "replaces": each.replaces,
        "superseded_by": each.item.superseded_by,
        "uses": [asdict(use) for use in each.uses],
    }


def imported_as_json(made: Imported, written: Sequence[Path]) -> dict[str, Any]:
    """Counts, findings and the files that were written."""
    return {
        "items": len(made.items),
        "code_sets": len(made.code_sets),
        "code_rows": len(made.codes),
        "codes": sum(row["kind"] in ("code", "range") for row in made.codes),
        "collections": len(made.collections),
        "findings": [asdict(finding) for finding in made.findings],
        "written": [str(path) for path in written],
    }
