"""`rollbook match`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rollbook.base.errors import StorageFull, Unreadable
from rollbook.cli.console import AsJson, print_json, report
from rollbook.matching import load_model, load_thresholds

if TYPE_CHECKING:
    import polars as pl

    from rollbook.matching.bulk.match import Tell

app = typer.Typer()
Output = Annotated[Path | None, typer.Option(help="Write the result here, as CSV; otherwise it is printed.")]
ModelFile = Annotated[Path | None, typer.Option(help="A model file; the packaged one if not given.")]
_SHOWS_PROGRESS = 20_000  # rows from which it takes long enough to want a bar


@app.command()
def match(
    left: Annotated[Path, typer.Argument(help="A CSV file of people, with a column `id`.")],
    right: Annotated[Path, typer.Argument(help="The CSV file in which to look for them.")],
    output: Output = None,
    top: Annotated[int | None, typer.Option(min=1, help="Each person's best so many, whatever their weight.")] = None,
    model: ModelFile = None,
    as_json: AsJson = False,
) -> None:
    """Match the people of one CSV file with those of another.

    Without --top, only links sure enough to be made without asking anybody are written.
    """
    from rollbook.matching.bulk.files import read_people
    from rollbook.matching.bulk.match import match_files

    with report():
        weights, thresholds = load_model(model), load_thresholds(model)
        mine, theirs = read_people(left), read_people(right)
        warn_of_dates(left, mine)
        warn_of_dates(right, theirs)
        with progress(len(mine) + len(theirs)) as tell:
            found = match_files(mine, theirs, model=weights, top=top, link=thresholds.link, tell=tell)
        write(found, output, as_json=as_json, summary={"left": len(mine), "right": len(theirs), "rows": len(found)})


def write(found: pl.DataFrame, output: Path | None, *, as_json: bool, summary: dict[str, Any]) -> None:
    """The result to a file, with a summary on the screen; or to the screen."""
    if output is not None:
        save(found.write_csv(), output)
        if as_json:
            print_json(summary | {"output": str(output)})
        else:
            print(f"Wrote {len(found):,} rows to {output}.")
        return
    with _told_apart("the output"):
        if as_json:
            print_json(found.to_dicts())
        else:
            print(found.write_csv(), end="", flush=True)


def save(text: str, path: Path) -> None:
    """Write a file whole or not at all. Raises StorageFull, or Unreadable where it cannot be written."""
    special = path.exists() and not path.is_file()  # a device or a pipe is written to, never replaced
    beside = path if special else path.with_name(f"{path.name}.part")
    with _told_apart(str(path)):
        try:
            beside.write_text(text, encoding="utf-8")
            if not special:
                beside.replace(path)
        except OSError:
            if not special:
                beside.unlink(missing_ok=True)
            raise


@contextmanager
def _told_apart(name: str) -> Iterator[None]:
    """A full disk is one failure, a file that cannot be written another."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT):
            raise StorageFull(
                f"There is no room left to write {name}.", fix="Free some space and try again."
            ) from error
        raise Unreadable(f"{name} cannot be written.", fix="Choose another file.") from error


def warn_of_dates(path: Path, people: pl.DataFrame) -> None:
    """Say on standard error which birth dates could not be read."""
    from rollbook.matching.bulk.files import unread_dates

    lines = unread_dates(people)
    if lines:
        first = ", ".join(map(str, lines[:5]))
        typer.echo(
            f"{path}: {len(lines):,} dates of birth are no dates (lines {first}{', ...' if lines[5:] else ''}); "
            "these people are compared without one. Write dates as YYYY-MM-DD.",
            err=True,
        )


@contextmanager
def progress(rows: int) -> Iterator[Tell | None]:
    """A bar on standard error for work that takes a while."""
    if rows < _SHOWS_PROGRESS:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Preparing", total=None)

        def tell(step: str, done: int, of: int) -> None:
            bar.update(task, description=step.capitalize(), completed=done, total=of)

        yield tell
