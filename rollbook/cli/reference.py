"""`rollbook reference list | load | show`: the tables that rules look things up in, kept for every later check.

Where this installation has a register, its pages, REST and workers look into the same tables, and its log says who
loaded what; without one, and for a folder that is named, nobody keeps a log.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.reference_folder import Folder, reference_folder
from rollbook.cli.service import caller, require_migrated, with_service
from rollbook.standards.held_references import Held, form_of, held, known_forms, rules_needing
from rollbook.standards.loading_references import hold, opened
from rollbook.standards.tables import ReferenceForm

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The table's name, such as lars; `rollbook reference list` names them.")]
Standard = Annotated[str, typer.Option(help="The standard whose rules use it.")]


@app.command("list")
def list_tables(standard: Standard = "ilr", reference: Folder = None, as_json: AsJson = False) -> None:
    """The tables that a standard's rules look things up in, and which of them are loaded."""
    kept = _kept(standard, reference)
    rows = [_as_dict(form, kept.get(form.name), standard) for form in known_forms(standard).values()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = f"{_rows(row['rows'])}, {row['version']}" if row["loaded"] else "not loaded"
        print(f"{row['name']:24} {row['rules']:3} rules  {state}")
    print(f"\n{len(kept)} of {len(rows)} are loaded. Rules that need another are not run, and say so.")


@app.command("load")
def load_table(
    name: Name,
    file: Annotated[Path, typer.Argument(help="A CSV (UTF-8, with headings) or Parquet file.")],
    standard: Standard = "ilr",
    reference: Folder = None,
    as_: Annotated[str, typer.Option("--as", help="Who loads it: an operator's e-mail address.")] = "",
    as_json: AsJson = False,
) -> None:
    """Check a table and keep it; every later check uses it, here and on the pages. What was loaded before is replaced.

    Where this installation has a register, its log says so. With --reference FOLDER it is kept there only, unlogged.
    """
    form = form_of(standard, name)
    made = _loaded(standard, form, file, as_) if _is_for_register(reference) else _held(standard, form, file, reference)
    if as_json:
        print_json(_as_dict(form, made, standard))
        return
    print(f"{made.name} is loaded: {_rows(made.rows)}, version {made.version}.")


@app.command("show")
def show_table(name: Name, standard: Standard = "ilr", reference: Folder = None, as_json: AsJson = False) -> None:
    """One table: what it is, where to get it, its columns, the rules that need it, and what is loaded."""
    form = form_of(standard, name)
    row = _as_dict(form, _kept(standard, reference).get(name), standard)
    if as_json:
        print_json(row)
        return
    print(f"{name}: {form.says}")
    print(f"  Source: {form.source}")
    print(f"  Loaded: {_rows(row['rows'])}, version {row['version']}" if row["loaded"] else "  Loaded: no")
    print(f"  Columns: {', '.join(f'{column} ({kind})' for column, kind in form.columns.items())}")
    print(f"  Rules: {', '.join(rules_needing(standard, name)) or 'none'}")


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _is_for_register(reference: Path | None) -> bool:
    from rollbook.service import database  # costs a start-up

    return reference is None and database.is_there()


def _held(standard: str, form: ReferenceForm, file: Path, reference: Path | None) -> Held:
    return hold(reference_folder(reference), standard, form, file)


def _loaded(standard: str, form: ReferenceForm, file: Path, as_: str) -> Held:
    """Loaded as the pages load it."""
    with opened(file) as (stream, day), with_service():
        require_migrated()
        from rollbook.service.actions.reference_tables import SHELL, load_table

        by = caller(as_) if as_ else SHELL
        return load_table(standard, form.name, stream, called=file.name, day=day, by=by)


def _kept(standard: str, reference: Path | None) -> dict[str, Held]:
    return {one.name: one for one in held(reference_folder(reference), standard)}


def _as_dict(form: ReferenceForm, kept: Held | None, standard: str) -> dict[str, Any]:
    return {
        "name": form.name,
        "says": form.says,
        "source": form.source,
        "columns": dict(form.columns),
        "rules": len(rules_needing(standard, form.name)),
        "loaded": kept is not None,
        "rows": kept.rows if kept else 0,
        "version": kept.version if kept else "",
    }
