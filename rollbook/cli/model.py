"""`rollbook model train` and `rollbook model show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rollbook.cli.console import AsJson, print_json, report
from rollbook.cli.match import save
from rollbook.matching import load_model

if TYPE_CHECKING:
    import polars as pl

    from rollbook.matching.training.train import Searches

app = typer.Typer(no_args_is_help=True)

# Invented registers to fit on: people, searches, born from, born to. Different sizes and densities, so that the
# weights do not depend on one; in the last, dates of birth are as dense as in a register of 60 million.
_LABELLED = (
    (300_000, 80_000, date(1951, 1, 1), date(2010, 12, 31)),
    (1_000_000, 80_000, date(1951, 1, 1), date(2010, 12, 31)),
    (60_000, 40_000, date(1990, 1, 1), date(2010, 12, 31)),
    (100_000, 6_000, date(2000, 1, 1), date(2000, 2, 6)),
)
_JUDGED = ((1_000_000, 60_000, date(1951, 1, 1), date(2010, 12, 31)),)
# Share of strangers with a learner's names and birth date who live in the same postcode district. The invented ones
# live elsewhere, and a model that learns this for certain is wrong wherever a name clusters in one place.
_NEAR_NAMESAKES = 0.1
_KEPT_CLEAN = 0.4  # share of details put right again in every other set, so that error rates vary


@app.command()
def train(
    snapshot: Annotated[Path, typer.Argument(help="People of the register: a CSV or Parquet file.")],
    output: Annotated[Path, typer.Option(help="Where to write the model.")] = Path("model.json"),
    seed: Annotated[int, typer.Option(help="Of the invented people the weights are fitted on.")] = 9101,
    share: Annotated[float, typer.Option(help="Share of the usual number of people and searches to fit on.")] = 1.0,
    as_json: AsJson = False,
) -> None:
    """Train the matching model on a snapshot of the register. Takes some minutes."""
    from rich.console import Console

    from rollbook.matching.bulk.files import read_people
    from rollbook.matching.training.train import train as train_model

    with report(), Console(stderr=True).status("Reading") as status:
        people = read_people(snapshot)
        document = train_model(
            people,
            _invented(_LABELLED, seed, share),
            _invented(_JUDGED, seed + 1000, share),
            seed=seed,
            about={"seed": seed, "people": len(people), "share": share},
            tell=status.update,
        )
        save(json.dumps(document, ensure_ascii=False, indent=0) + "\n", output)
    if as_json:
        print_json({"model": str(output), "thresholds": document["thresholds"]})
    else:
        print(f"Wrote {output}: {len(people):,} people, link from {document['thresholds']['link']} bits.")


def _invented(sizes: tuple[tuple[int, int, date, date], ...], seed: int, share: float) -> Iterator[Searches]:
    """Searches by invented people under both models of errors."""
    from rollbook.matching.training.train import Searches
    from rollbook.synthetic.people import people
    from rollbook.synthetic.queries import queries

    for at, (size, asked, first, last) in enumerate(sizes):
        register = people(round(size * share), seed + 10 * at, born_from=first, born_to=last)
        for place, errors in enumerate(("independent", "correlated")):
            searches, truth = queries(register, round(asked * share), seed + 10 * at + place + 1, errors=errors)  # type: ignore[arg-type]
            searches = _some_namesakes_near(searches, truth, register, seed + at)
            if at % 2:
                searches = _partly_right(searches, truth, register, seed + at)
            yield Searches(searches, register, truth["learner_id"].to_list())


def _some_namesakes_near(
    searches: pl.DataFrame, truth: pl.DataFrame, register: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """Some of those who share a learner's names and birth date moved into the learner's postcode district."""
    import numpy as np
    import polars as pl

    chosen = pl.Series(np.random.default_rng([seed, 1]).random(len(searches)) < _NEAR_NAMESAKES)
    homes = register.select(pl.col("id").alias("near_id"), pl.col("postcode").alias("home"))
    home = truth.select("near_id").join(homes, on="near_id", how="left", maintain_order="left")["home"]
    near = chosen & (truth["kind"] == "same_details") & (home.fill_null("") != "") & (searches["postcode"] != "")
    moved = home.str.head(-3) + searches["postcode"].str.tail(3)
    return searches.with_columns(pl.when(near).then(moved).otherwise(pl.col("postcode")).alias("postcode"))


def _partly_right(searches: pl.DataFrame, truth: pl.DataFrame, register: pl.DataFrame, seed: int) -> pl.DataFrame:
    """A share of the details of present people as the register has them: the same errors, but fewer."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(seed)
    details = ["given_name", "family_name", "date_of_birth", "postcode"]
    known = truth.select(pl.col("learner_id").alias("id")).join(
        register.select("id", *details), on="id", how="left", maintain_order="left"
    )
    return searches.with_columns(
        pl.when(pl.Series(rng.random(len(searches)) < _KEPT_CLEAN) & known[name].is_not_null())
        .then(known[name])
        .otherwise(pl.col(name))
        .alias(name)
        for name in details
    )


@app.command()
def show(
    model: Annotated[Path | None, typer.Option(help="A model file; the packaged one if not given.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write the chart as an SVG file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each level of agreement weighs, as a chart."""
    from rollbook.matching.chart import rows_of, svg_of, text_of

    with report():
        rows = rows_of(load_model(model))
        if as_json:
            print_json([row._asdict() for row in rows])
        elif output is None:
            print(text_of(rows))
        else:
            save(svg_of(rows), output)
            print(f"Wrote {output}.")
