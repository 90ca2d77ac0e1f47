"""`rollbook make`: invented learners, searches for them with the truth, and whole files of a standard, from a seed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rollbook.base.dates import parse_iso
from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.make_returns import batch, census, ctf, ilr, room

app = typer.Typer(no_args_is_help=True, help="Make invented learners and files, from a seed.")


class Errors(StrEnum):
    """How details go wrong in searches."""

    INDEPENDENT = "independent"
    CORRELATED = "correlated"


@app.callback()
def make() -> None:
    """Make invented learners and files, from a seed. Nobody in them exists."""


@app.command()
def learners(
    output: Annotated[Path, typer.Option(help="Where the learners go: CSV, or Parquet for a name in .parquet.")],
    count: Annotated[int, typer.Option(min=1, max=100_000_000, help="How many learners.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same people.")] = 1,
    born_from: Annotated[str, typer.Option(help="First birth date, YYYY-MM-DD.")] = "1951-01-01",
    born_to: Annotated[str, typer.Option(help="Last birth date, YYYY-MM-DD.")] = "2010-12-31",
    queries: Annotated[Path | None, typer.Option(help="Also write searches, with errors, to this file.")] = None,
    truth: Annotated[Path | None, typer.Option(help="Where the truth about the searches goes.")] = None,
    query_count: Annotated[int, typer.Option(min=1, help="How many searches.")] = 1000,
    errors: Annotated[Errors, typer.Option(help="Errors singly, or errors that come together.")] = Errors.INDEPENDENT,
    as_json: AsJson = False,
) -> None:
    """Make learners, and searches for them if asked: 70 % of searches are for learners, 30 % for strangers."""
    first, last = _span(born_from, born_to)
    if (queries is None) != (truth is None):
        raise _wrong(
            "truth" if truth is None else "queries", "Searches and their truth belong together.", "Give both files."
        )
    # Polars and numpy are wanted for this verb only.
    from rollbook.synthetic import files
    from rollbook.synthetic.people import people
    from rollbook.synthetic.queries import queries as searches

    register = people(count, seed, born_from=first, born_to=last)
    made: dict[str, int | str] = {"learners": count, "output": str(output)}
    with room():
        files.write(register, output)
        if queries is not None and truth is not None:
            asked, known = searches(register, query_count, seed, errors=errors.value)
            files.write(asked, queries)
            files.write(known, truth)
            made |= {"searches": len(asked), "queries": str(queries), "truth": str(truth)}
    _tell(made, as_json)


for verb in (ilr, ctf, census, batch):
    app.command()(verb)


def _span(born_from: str, born_to: str) -> tuple[date, date]:
    first, last = parse_iso(born_from), parse_iso(born_to)
    if first is None or last is None:
        field = "born-from" if first is None else "born-to"
        raise _wrong(field, "This is not a date.", "Write it as YYYY-MM-DD.")
    if first > last or first.year < 1900:
        raise _wrong("born-from", "The first birth date is before 1900 or after the last.", "Change the span.")
    return first, last


def _wrong(field: str, says: str, fix: str) -> InvalidInput:
    return InvalidInput([Finding("make", field, says, fix)], "The learners were not made.")


def _tell(made: dict[str, int | str], as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    print(f"{made['learners']:,} invented learners are in {made['output']}.")
    if "searches" in made:
        print(f"{made['searches']:,} searches are in {made['queries']}, the truth about them in {made['truth']}.")
