"""`rollbook load`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import caller, require_migrated, with_service
from rollbook.service.actions.loading.columns import COLUMNS

if TYPE_CHECKING:
    from rollbook.service.actions.load import Loaded

_HELP = """Load learners who already have numbers from a CSV file in UTF-8: all of them, or nothing.

With conflicts (a number that is used already, comes twice or has a wrong check digit; a date, a name or a provider
that cannot be) nothing is loaded, and a file says which rows and why. The nightly sweep looks for learners who are in
the register under another number.

The first line names the columns, in any order:

\b
"""
HELP = _HELP + "\n".join(f"  {column.heading:31} {column.says}" for column in COLUMNS)

app = typer.Typer(add_completion=False)


@app.command(help=HELP)
def load(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    conflicts: Annotated[Path | None, typer.Option(help="Where conflicts go; FILE.conflicts.csv unless told.")] = None,
    leave_out: Annotated[bool, typer.Option("--leave-out-conflicts", help="Load the rows without conflicts.")] = False,
    as_: Annotated[str, typer.Option("--as", help="Who loads: an operator's e-mail address.")] = "",
    as_json: AsJson = False,
) -> None:
    with with_service(as_owner=True):
        require_migrated()
        from rollbook.service.actions.load import LOADER, write_conflicts
        from rollbook.service.actions.load import load as load_file

        by = caller(as_, "register_upkeep") if as_ else LOADER
        if as_:
            by.require("govern")
        with _progress() as tell:
            done = load_file(file, leave_out=leave_out, by=by, tell=tell)
        where = conflicts or file.with_name(f"{file.name}.conflicts.csv")
        if done.conflicts:
            write_conflicts(done.conflicts, where)
    _tell(done, where, as_json)
    if done.conflicts and not leave_out:
        sys.exit(3)


def _tell(done: Loaded, where: Path, as_json: bool) -> None:
    file = str(where) if done.conflicts else None
    if as_json:
        print_json({"learners": done.learners, "left_out": done.left_out, "conflicts": file})
    elif done.conflicts and not done.learners:
        print(f"Nothing was loaded: {done.left_out:,} rows have conflicts. They are in {where}.", file=sys.stderr)
    else:
        print(f"{done.learners:,} learners were loaded.")
        if done.conflicts:
            print(f"{done.left_out:,} rows were left out; why is in {where}.")


@contextmanager
def _progress() -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda step, rows: bar.update(task, description=f"{step}: {rows:,}" if rows else step)
