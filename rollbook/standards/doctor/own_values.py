"""The values that a file states about itself: filled in or put right where that is certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rollbook.definitions.identifiers import ukprn
from rollbook.standards.doctor.diagnosis import Example, Proposal
from rollbook.standards.doctor.values import without_decimal_point, without_exponent
from rollbook.standards.layouts import Field, Layout


def mended_own_values(
    stated: Mapping[str, str], layout: Layout, *, name: str, count: int, known: Mapping[str, str]
) -> dict[str, str]:
    """The values of the file's own table as they should be; what is not certain stays as it is stated.

    What the file does not say is taken from its name, then from what is `known` without it.
    """
    by_name = layout.file_name.search(name.upper()) or layout.file_name.search(stated.get("FileName", "").upper())
    told = {key: value for key, value in by_name.groupdict().items() if value} if by_name else {}
    filled = {"FileName": name, **known, **told}
    columns = layout.fields_of("file")
    return {column.at: _mended(column, stated.get(column.at, ""), filled, count) for column in columns}


def _mended(column: Field, stated: str, known: Mapping[str, str], count: int) -> str:
    text = stated.strip()
    if column.counts:
        return text if text.isascii() and text.isdigit() and int(text[:10]) == count else str(count)
    if column.fixed:
        return text or column.fixed
    if column.digits:
        number = without_decimal_point(text) or without_exponent(text) or text
        return number if ukprn.is_valid(number) else known.get(column.at, text)
    return text or known.get(column.at, "")


def proposals_on_own_values(
    stated: Mapping[str, str], mended: Mapping[str, str], layout: Layout, *, line: int
) -> Iterator[Proposal]:
    """One proposal for the count, which may mean that rows are missing, and one for the others."""
    for column in layout.fields_of("file"):
        before, after = stated.get(column.at, ""), mended[column.at]
        if before == after:
            continue
        example = (Example(line, column.at, before[:60], after[:60]),)
        if column.counts and before.strip():
            says = f"{column.at} says {before.strip()[:10]}; the file holds {after} learners."
            does = "Correct the count. If learners are missing, export the file again instead."
            yield Proposal("count", column.at, says, does, examples=example)
        else:
            says = f"{column.at} in the first row of data is missing or damaged."
            yield Proposal("file_value", column.at, says, "Put it right.", examples=example)
