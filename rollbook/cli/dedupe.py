"""`rollbook dedupe`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rollbook.cli.console import AsJson, report
from rollbook.cli.match import ModelFile, Output, progress, warn_of_dates, write
from rollbook.matching import load_model, load_thresholds

app = typer.Typer()


@app.command()
def dedupe(
    file: Annotated[Path, typer.Argument(help="A CSV file of people, with a column `id`.")],
    output: Output = None,
    model: ModelFile = None,
    as_json: AsJson = False,
) -> None:
    """Find the same person twice in one CSV file.

    Writes `id,cluster` for everybody found more than once; rows of one cluster are one person.
    """
    from rollbook.matching.bulk.dedupe import dedupe_file
    from rollbook.matching.bulk.files import read_people

    with report():
        weights, thresholds = load_model(model), load_thresholds(model)
        people = read_people(file)
        warn_of_dates(file, people)
        with progress(len(people)) as tell:
            found = dedupe_file(people, model=weights, duplicate=thresholds.duplicate, tell=tell)
        summary = {"people": len(people), "rows": len(found), "clusters": found["cluster"].n_unique()}
        write(found, output, as_json=as_json, summary=summary)
