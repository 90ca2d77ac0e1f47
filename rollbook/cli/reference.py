"""`rollbook reference list | load | show`: the tables that rules look things up in, kept for every later check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rollbook.base.errors import NotFound
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.reference_folder import Folder, reference_folder
from rollbook.standards.held_references import Held, forms_of, held, hold
from rollbook.standards.rules.loading import every_rule
from rollbook.standards.tables import ReferenceForm

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The table's name, such as lars; `rollbook reference list` names them.")]
Standard = Annotated[str, typer.Option(help="The standard whose rules use it.")]


@app.command("list")
def list_tables(standard: Standard = "ilr", reference: Folder = None, as_json: AsJson = False) -> None:
    """The tables that a standard's rules look things up in, and which of them are loaded."""
    kept = _kept(standard, reference)
    rows = [_as_dict(form, kept.get(form.name), standard) for form in _forms(standard).values()]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = f"{row['rows']:,} rows, {row['version']}" if row["loaded"] else "not loaded"
        print(f"{row['name']:24} {row['rules']:3} rules  {state}")
    print(f"\n{len(kept)} of {len(rows)} are loaded. Rules that need another are not run, and say so.")


@app.command("load")
def load_table(
    name: Name,
    file: Annotated[Path, typer.Argument(help="A CSV (UTF-8, with headings) or Parquet file.")],
    standard: Standard = "ilr",
    reference: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Check a table and keep it; `rollbook check` uses it from then on. What was loaded before is replaced."""
    form = _form(standard, name)
    made = hold(reference_folder(reference), standard, form, file)
    if as_json:
        print_json(_as_dict(form, made, standard))
        return
    print(f"{made.name} is loaded: {made.rows:,} rows, version {made.version}.")


@app.command("show")
def show_table(name: Name, standard: Standard = "ilr", reference: Folder = None, as_json: AsJson = False) -> None:
    """One table: what it is, where to get it, its columns, the rules that need it, and what is loaded."""
    form = _form(standard, name)
    row = _as_dict(form, _kept(standard, reference).get(name), standard)
    if as_json:
        print_json(row)
        return
    print(f"{name}: {form.says}")
    print(f"  Source: {form.source}")
    print(f"  Loaded: {row['rows']:,} rows, version {row['version']}" if row["loaded"] else "  Loaded: no")
    print(f"  Columns: {', '.join(f'{column} ({kind})' for column, kind in form.columns.items())}")
    print(f"  Rules: {', '.join(_rules(standard, name)) or 'none'}")


def _kept(standard: str, reference: Path | None) -> dict[str, Held]:
    return {one.name: one for one in held(reference_folder(reference), standard)}


def _forms(standard: str) -> dict[str, ReferenceForm]:
    forms = forms_of(standard)
    if not forms:
        raise NotFound(f"The rules of {standard} look nothing up.", fix="Try: rollbook reference list --standard ilr.")
    return forms


def _form(standard: str, name: str) -> ReferenceForm:
    forms = _forms(standard)
    if name not in forms:
        raise NotFound(
            f"No rule of {standard} looks into a table {name}.", fix=f"There are {', '.join(sorted(forms))}."
        )
    return forms[name]


def _rules(standard: str, name: str) -> list[str]:
    return sorted({rule.code for rule in every_rule(standard) if name in rule.needs})


def _as_dict(form: ReferenceForm, kept: Held | None, standard: str) -> dict[str, Any]:
    return {
        "name": form.name,
        "says": form.says,
        "source": form.source,
        "columns": dict(form.columns),
        "rules": len(_rules(standard, form.name)),
        "loaded": kept is not None,
        "rows": kept.rows if kept else 0,
        "version": kept.version if kept else "",
    }
