"""`rollbook make`: invented learners, searches for them with the truth, from a seed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rollbook.base.dates import parse_iso
from rollbook.base.errors import InvalidInput, StorageFull
from rollbook.base.findings import Finding
from rollbook.cli.console import AsJson, print_json

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
    with _room():
        files.write(register, output)
        if queries is not None and truth is not None:
            asked, known = searches(register, query_count, seed, errors=errors.value)
            files.write(asked, queries)
            files.write(known, truth)
            made |= {"searches": len(asked), "queries": str(queries), "truth": str(truth)}
    _tell(made, as_json)


@app.command()
def ilr(
    output: Annotated[Path, typer.Option(help="Where it goes, such as ILR-90000101-2526-20251103-090000-01.xml.")],
    learners: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many learners.")] = 1000,
    year: Annotated[str, typer.Option(help="The teaching year.")] = "2025-26",
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same file.")] = 1,
    faults: Annotated[float, typer.Option(min=0, max=1, help="The share of learners with something wrong.")] = 0.0,
    truth: Annotated[Path | None, typer.Option(help="Where it is told who has which fault.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make an ILR file of invented learners that no rule objects to, or with faults and the truth about them."""
    _make_return("ilr", year, learners, seed, output, faults, truth, as_json)


def _make_return(
    standard: str, version: str, count: int, seed: int, output: Path, faults: float, truth: Path | None, as_json: bool
) -> None:
    from rollbook.standards.reading import write
    from rollbook.synthetic import files
    from rollbook.synthetic.returns import make_return

    made = make_return(standard, version, count, seed, faults=faults)
    with _room():
        with output.open("wb") as out:
            write(made.loaded, out)
        if truth is not None:
            files.write(made.truth, truth)
    told: dict[str, int | str] = {"learners": count, "faults": len(made.truth), "output": str(output)}
    if as_json:
        print_json(told)
        return
    print(f"{count:,} invented records are in {output}, {len(made.truth):,} of them with a fault.")


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


@contextmanager
def _room() -> Iterator[None]:
    """Say in a sentence why a file could not be written."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull(
                "There is no room left for the files.", fix="Free some space and make them again."
            ) from error
        raise _wrong("output", "The file cannot be written there.", "Check the folder and its permissions.") from error


def _tell(made: dict[str, int | str], as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    print(f"{made['learners']:,} invented learners are in {made['output']}.")
    if "searches" in made:
        print(f"{made['searches']:,} searches are in {made['queries']}, the truth about them in {made['truth']}.")
