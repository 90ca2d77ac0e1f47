"""`rollbook make ilr`, `ctf`, `census`, `batch`: whole files of invented people, without a fault or with known ones."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from rollbook.base.errors import InvalidInput, StorageFull
from rollbook.base.findings import Finding
from rollbook.cli.console import AsJson, print_json

Output = Annotated[
    Path, typer.Option(help="Where it goes: a file, or a folder, in which it is called as its standard asks.")
]
Learners = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many learners.")]
Pupils = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many pupils.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed makes the same file.")]
Ukprn = Annotated[int, typer.Option(min=10_000_000, max=99_999_999, help="Whose file it is.")]
Faults = Annotated[float, typer.Option(min=0, max=1, help="The share of records with something wrong.")]
Truth = Annotated[Path | None, typer.Option(help="Where it is told which record has which fault.")]


class School(StrEnum):
    """Schools whose census is made."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Term(StrEnum):
    """Terms whose census is made."""

    AUTUMN = "autumn"
    SPRING = "spring"
    SUMMER = "summer"


def ilr(
    output: Output,
    learners: Learners = 1000,
    year: Annotated[str, typer.Option(help="The teaching year.")] = "2025-26",
    ukprn: Ukprn = 90000101,
    seed: Seed = 1,
    faults: Faults = 0.0,
    truth: Truth = None,
    as_json: AsJson = False,
) -> None:
    """Make an ILR file of invented learners that no rule objects to, or with faults and the truth about them."""
    whose = {"ukprn": str(ukprn)}
    _make("ilr", year, output, {"learners": learners}, seed, faults, truth, as_json, constants=whose)


def ctf(
    output: Output,
    pupils: Pupils = 60,
    version: Annotated[str, typer.Option(help="25, 25-partial or 12.")] = "25",
    seed: Seed = 1,
    faults: Faults = 0.0,
    truth: Truth = None,
    as_json: AsJson = False,
) -> None:
    """Make a Common Transfer File of invented pupils who leave a school, without a fault or with known ones."""
    _make("ctf", version, output, {"pupils": pupils}, seed, faults, truth, as_json)


def census(
    output: Output,
    pupils: Pupils = 420,
    school: Annotated[School, typer.Option(help="The kind of school.")] = School.PRIMARY,
    year: Annotated[str, typer.Option(help="The school year.")] = "2018-19",
    term: Annotated[Term, typer.Option(help="The census of which term.")] = Term.SPRING,
    seed: Seed = 1,
    faults: Faults = 0.0,
    truth: Truth = None,
    as_json: AsJson = False,
) -> None:
    """Make a school's census of invented pupils and leavers, without a fault or with known ones."""
    given = {"variety": school.value, "term": term.value}
    _make("school_census", year, output, {"pupils": pupils}, seed, faults, truth, as_json, **given)


def batch(
    output: Output,
    learners: Annotated[int, typer.Option(min=1, max=50_000, help="How many learners.")] = 1000,
    ukprn: Ukprn = 90000101,
    xml: Annotated[bool, typer.Option("--xml", help="As XML, in a form of our own, instead of CSV.")] = False,
    seed: Seed = 1,
    faults: Faults = 0.0,
    truth: Truth = None,
    as_json: AsJson = False,
) -> None:
    """Make an LRS batch file of invented learners, without a fault or with known ones.

    It is for a register on trial: do not send it to one of real learners.
    """
    given = {"shape": "xml" if xml else "delimited", "constants": {"ukprn": str(ukprn)}}
    _make("lrs_batch", "2A", output, {"learners": learners}, seed, faults, truth, as_json, **given)


def _make(
    standard: str,
    version: str,
    output: Path,
    how_many: dict[str, int],
    seed: int,
    faults: float,
    truth: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """`given` is for the maker: variety, term, shape, constants."""
    # Polars and numpy are wanted for these verbs only.
    from rollbook.standards.reading import write
    from rollbook.synthetic import files
    from rollbook.synthetic.returns import make_return

    ((people, count),) = how_many.items()
    name = "" if output.is_dir() else output.name
    made = make_return(standard, version, count, seed, faults=faults, name=name, **given)
    if not name:
        output = output / made.loaded.name
    with room():
        with output.open("wb") as out:
            write(made.loaded, out)
        if truth is not None:
            files.write(made.truth, truth)
    if as_json:
        print_json({people: count, "faults": len(made.truth), "output": str(output)})
        return
    print(f"{count:,} invented {people} are in {output}; {len(made.truth):,} records have a fault.")


@contextmanager
def room() -> Iterator[None]:
    """Say in a sentence why a file could not be written."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull(
                "There is no room left for the files.", fix="Free some space and make them again."
            ) from error
        says, fix = "The file cannot be written there.", "Check the folder and its permissions."
        raise InvalidInput([Finding("make", "output", says, fix)], "Nothing was made.") from error
