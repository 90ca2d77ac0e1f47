"""The report for a terminal: what is wrong, grouped by cause, then everything that was not looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rollbook.standards.checking import CheckResult
from rollbook.standards.reports.groups import RuleGroup, ValueGroup, counts, group

RULES, VALUES, RECORDS = 40, 3, 3  # told one by one; the other reports hold everything


def text_lines(checked: CheckResult) -> Iterator[str]:
    """The report, a line at a time. Values of the file stand in it: it is for the file's owner."""
    yield f"{checked.name or 'The file'}: {checked.layout.title}."
    if checked.layout.unofficial:
        yield f"  {checked.layout.unofficial}"
    found = group(checked.table, values=VALUES, records=RECORDS)
    yield summary(checked)
    for one in found[:RULES]:
        yield ""
        yield from map(_printable, _rule(one))
    if len(found) > RULES:
        yield ""
        yield f"... and {len(found) - RULES:,} more rules; the other reports hold them all."
    yield from _left_out(checked)


def summary(checked: CheckResult) -> str:
    """How many findings of each severity, in one sentence."""
    found = counts(checked.table)
    parts = [counted(count, severity) for severity, count in found.items()]
    return f"{_joined(parts)} found." if parts else "Nothing wrong was found."


def counted(count: int, what: str) -> str:
    """`1 error`, `2 queries`."""
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"


def shared(one: ValueGroup, field: str) -> str:
    """What the records of a group have in common: `214 records share LearnStartDate 2024-08-01`."""
    if one.value is None:
        return counted(one.count, "record")
    if one.count == 1:
        return f"{field} {one.value}".strip()
    return f"{counted(one.count, 'record')} share {field} {one.value}".rstrip()


def why_not_run(checked: CheckResult) -> list[tuple[str, str, list[str]]]:
    """The reasons why rules were not run, each with what to do and its rules; the commonest first."""
    reasons: dict[tuple[str, str], list[str]] = {}
    lacking: dict[str, set[str]] = {}
    for one in checked.not_run:
        key = (
            (one.why.replace(one.lacks, "{}", 1), one.fix.replace(one.lacks, "{}", 1))
            if one.lacks
            else (one.why, one.fix)
        )
        reasons.setdefault(key, []).append(one.rule)
        lacking.setdefault(key[0], set()).add(one.lacks)
    told = [
        (why.format(_all(lacking[why])) if "{}" in why else why, fix.format("it") if "{}" in fix else fix, rules)
        for (why, fix), rules in reasons.items()
    ]
    return sorted(told, key=lambda each: -len(each[2]))


def _all(names: set[str]) -> str:
    return ", ".join(sorted(names, key=str.casefold))


def checked_with(checked: CheckResult) -> str:
    """The versions of the rules and of each reference table."""
    tables = (f"{name} {version}" for name, version in checked.versions.references.items())
    return ", ".join([f"rules {checked.versions.pack}", *tables])


def _rule(one: RuleGroup) -> Iterator[str]:
    place = f" {one.field}" if one.field else ""
    yield f"{one.severity.upper()} {one.rule}{place}: {counted(one.count, 'record')}"
    said = ""
    for each in one.values:
        if each.says != said:
            yield f"  {each.says}"
            said = each.says
        yield f"    {shared(each, one.field)}: {_places(each)}"
    if one.more_values:
        yield f"    ... and {counted(one.more_values, 'other value')}"
    if one.fix:
        yield f"  {one.fix}"


def _places(one: ValueGroup) -> str:
    told = [f"{record or 'the file'} (line {line:,})" for record, line in zip(one.records, one.lines, strict=True)]
    more = [f"{one.count - len(told):,} more"] if one.count > len(told) else []
    return ", ".join([*told, *more])


def _left_out(checked: CheckResult) -> Iterator[str]:
    if checked.not_decided:
        records = sum(one.count for one in checked.not_decided)
        yield ""
        yield (
            f"Not decided: {counted(len(checked.not_decided), 'rule')}, in {counted(records, 'record')} "
            "where a value they read is broken. Mend those values and check again."
        )
    for why, fix, rules in why_not_run(checked):
        yield ""
        yield f"Not run, {counted(len(rules), 'rule')}: {why} {fix}".rstrip()
        yield f"  {', '.join(rules[:12])}{' ...' if len(rules) > 12 else ''}"
    yield ""
    yield f"Checked with {checked_with(checked)}."


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _printable(line: str) -> str:
    """Without the characters by which a value could take over a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)
