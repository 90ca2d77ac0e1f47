"""`rollbook restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import with_service

if TYPE_CHECKING:
    from rollbook.service.moving.restore import Restored

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by `rollbook backup`.")],
    numbers_issued: Annotated[
        Path | None,
        typer.Option(help="The numbers used since: `numbers-issued.jsonl`, or any file with a ULN on each line."),
    ] = None,
    close_ranges: Annotated[
        bool, typer.Option("--close-ranges", help="Draw no more numbers from the ranges that were open.")
    ] = False,
    open_range: Annotated[str, typer.Option(help="Then draw from this range, which was never drawn from.")] = "",
    as_json: AsJson = False,
) -> None:
    """Bring a backup back into an empty database, so that no number is given twice, and verify the log.

    Numbers given since the backup are not in it. Say which they were, or close the ranges they were drawn from. Put the
    folder of keys in place first. Exits with 1 where the log that came back is not whole.
    """
    with with_service(as_owner=True):
        from rollbook.service.moving.restore import Choice
        from rollbook.service.moving.restore import restore as bring_back

        done = bring_back(file, Choice(numbers_issued, close_ranges, open_range))
    _tell(done, as_json)
    if done.damage:
        sys.exit(1)


def _tell(done: Restored, as_json: bool) -> None:
    counts = done.manifest["counts"]
    if as_json:
        print_json({
            "backup_of": done.manifest["made_at"], "counts": counts, "numbers_reserved": done.reserved,
            "ranges_closed": done.closed, "damage": [finding.says for finding in done.damage],
        })  # fmt: skip
        return
    print(f"{counts['learners']:,} learners are back, as they stood on {done.manifest['made_at']}.")
    if done.closed:
        print(f"Closed for new numbers: {', '.join(done.closed)}.")
    else:
        print(f"{done.reserved:,} numbers used since are kept used; load their learners with `rollbook load`.")
    print("The log is whole." if not done.damage else "The log is not whole: see `rollbook log verify`.")
