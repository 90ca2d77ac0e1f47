"""`rollbook definitions`: find and show data items, compare years, import a workbook, write the burden register."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rollbook.base.cells import harmless
from rollbook.base.errors import NotFound
from rollbook.base.findings import Severity
from rollbook.cli import definitions_told as told
from rollbook.cli.console import AsJson, print_json, report

app = typer.Typer(no_args_is_help=True)

_MOST_UNPACKED = 200_000_000  # bytes; the published workbook unpacks to a tenth of it
_FINDINGS = 1  # exit code: something in the workbook is wrong
OtherDictionary = Annotated[
    Path | None, typer.Option("--dictionary", help="A folder that `definitions import` made, for the packaged one.")
]


@app.callback()
def definitions() -> None:
    """The agreed dictionary: what each data item means, from when to when, and who asks for it."""


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(help="A number, a tag, or words of the name; all must occur.")],
    folder: OtherDictionary = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many to show.")] = 20,
    with_codes: Annotated[
        bool, typer.Option("--codes", help="Also look in what codes mean; done anyway when no item is found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find data items, and codes, by their words. Exit code 5 when there is none."""
    from rollbook.definitions.cbds import dictionary
    from rollbook.definitions.cbds import find as find_items
    from rollbook.definitions.cbds.finding import find_codes

    with report():
        known, sought = dictionary(folder), " ".join(words)
        items = find_items(sought, known)
        codes = find_codes(sought, known) if with_codes or not items else ()
        if not items and not codes:
            raise NotFound(
                f"No item and no code is described by: {sought}.", fix="Try fewer words, or the tag as files write it."
            )
        if as_json:
            print_json(
                {"items": [told.item_as_json(item) for item in items], "codes": [asdict(code) for code in codes]}
            )
        else:
            print("\n".join(told.found(items, codes, most)))


@app.command()
def show(
    item: Annotated[str, typer.Argument(help="The number, such as 100472.")],
    folder: OtherDictionary = None,
    codes: Annotated[int, typer.Option("--codes", min=0, help="How many codes to show.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Show one item: its versions, its codes, who asks for it, and every layout, field and rule that uses it."""
    from rollbook.definitions.cbds import dictionary
    from rollbook.definitions.cbds import show as show_item
    from rollbook.standards.uses import uses

    with report():
        known = dictionary(folder)
        number = known.versions(item)[0][0].number
        found = show_item(item, known, uses([number]))
        if as_json:
            print_json([told.shown_as_json(each) for each in found])
        else:
            print("\n\n".join("\n".join(told.shown(each, codes)) for each in found))


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="A year, 2013, or a school year, 2013-14.")],
    later: Annotated[str, typer.Argument(help="A later one.")],
    folder: OtherDictionary = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two years, and what each change touches. A year stands for its last day."""
    from rollbook.definitions.cbds import dictionary
    from rollbook.definitions.cbds import diff as compare
    from rollbook.standards.uses import uses

    with report():
        changed = compare(earlier, later, dictionary(folder), uses())
        if as_json:
            print_json(asdict(changed))
        else:
            print("\n".join(told.changed(changed)))


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="The department's workbook (.xlsx, .xls), or CSV of its sheets.")],
    output: Annotated[Path | None, typer.Option(help="A new folder for the dictionary; without it, only look.")] = None,
    title: Annotated[str, typer.Option(help="What to call this edition.")] = "Imported definitions",
    without_text: Annotated[bool, typer.Option("--without-text", help="Leave the publisher's sentences out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read a workbook of definitions into our form, and say what is odd in it. Exit code 1 when something is wrong."""
    from rollbook.definitions.cbds.importing import read_definitions, write_edition

    with report():
        for file in files:
            _refuse_unfit(file)
        made = read_definitions(files)
        written: list[Path] = []
        if output is not None:
            source = ", ".join(path.name for path in files)
            written = write_edition(made, output, title=title, source=source, with_text=not without_text)
        if as_json:
            print_json(told.imported_as_json(made, written))
        else:
            print("\n".join(told.imported(made, output)))
    if any(finding.severity is Severity.ERROR for finding in made.findings):
        raise typer.Exit(_FINDINGS)


def _refuse_unfit(file: Path) -> None:
    """Unreadable for a spreadsheet that would fill the memory when it is unpacked."""
    from rollbook.standards.doctor.archive import refuse_unfit

    if file.suffix.lower() == ".xlsx" and file.is_file():
        with file.open("rb") as stream:
            refuse_unfit(stream, max_bytes=_MOST_UNPACKED)


@app.command()
def burden(
    output: Annotated[Path | None, typer.Option(help="Write the register to this CSV file.")] = None,
    folder: OtherDictionary = None,
    as_json: AsJson = False,
) -> None:
    """The burden register: who asks for each item, how often in a year, and what is asked again though it is held."""
    from rollbook.definitions.cbds import burden as register
    from rollbook.definitions.cbds import dictionary
    from rollbook.definitions.cbds.burden import HEADINGS, asked_again

    with report():
        rows = register(dictionary(folder))
        if output is not None:
            with output.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, HEADINGS)
                writer.writeheader()
                writer.writerows({name: harmless(value) for name, value in row.row().items()} for row in rows)
        if as_json:
            print_json([row.row() for row in rows])
        else:
            print("\n".join(told.burdens(rows, asked_again(rows), output)))
