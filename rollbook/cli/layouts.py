"""`rollbook layouts list | show`: which files Rollbook knows, what one may hold, and the schema that follows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rollbook.base.errors import NotFound
from rollbook.cli import layouts_told as told
from rollbook.cli.console import AsJson, print_json
from rollbook.standards.layouts import Layout, known_layouts, layout_files, layout_of

app = typer.Typer(no_args_is_help=True)

_LIST = "See them all: rollbook layouts list."


@app.command("list")
def list_layouts(as_json: AsJson = False) -> None:
    """Every kind of file that is read, checked and written: standard, version, shape."""
    if as_json:
        print_json([told.layout_as_json(layout) for layout in known_layouts()])
        return
    for layout in known_layouts():
        print(told.listed(layout))


@app.command("show")
def show_layout(
    standard: Annotated[str, typer.Argument(help="ilr, ctf, school_census, cin or lrs_batch.")],
    version: Annotated[str, typer.Argument(help="Its version, such as 2025-26.")],
    field: Annotated[str, typer.Argument(help="One field only, by its name or path, with all its rules.")] = "",
    shape: Annotated[str, typer.Option(help="xml, delimited or fixed, where a version has more than one.")] = "",
    xsd: Annotated[bool, typer.Option("--xsd", help="Write the schema (XSD) instead.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write the schema to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """What a file of one kind may hold, in order: how often, what form, which codes, which item, how it is checked."""
    if xsd or output is not None:
        _write_schema(_layout(standard, version, "xml"), output)
        return
    layout = _layout(standard, version, shape)
    found = told.parts_with(layout, field)
    if not found:
        raise NotFound(
            f"No field of {standard} {version} is called {field}.",
            fix=f"See them all: rollbook layouts show {standard} {version}.",
        )
    if as_json:
        print_json(told.layout_as_json(layout) | told.elements_as_json(layout, found))
        return
    print("\n".join(told.field_lines(layout, found) if field else told.layout_lines(layout, found)))


def _layout(standard: str, version: str, shape: str) -> Layout:
    shapes = [known for (*named, known) in layout_files() if named == [standard, version]]
    if not shapes:
        raise NotFound(f"There is no layout {standard} {version}.", fix=_LIST)
    if shape and shape not in shapes:
        says = f"{standard} {version} does not come as {shape}, only as {' and '.join(shapes)}."
        raise NotFound(says, fix=f"Only XML has a schema. {_LIST}" if shape == "xml" else _LIST)
    return layout_of(standard, version, shape)


def _write_schema(layout: Layout, output: Path | None) -> None:
    from rollbook.standards.xml import xsd_of  # an XML library, for this alone

    schema = xsd_of(layout)
    if output is None:
        print(schema.decode("utf-8"), end="")
    else:
        output.write_bytes(schema)
        print(f"Written to {output}.")
