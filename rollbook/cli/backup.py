"""`rollbook backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import caller, require_migrated, with_service

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the backup goes; there must be no such file yet.")],
    as_: Annotated[str, typer.Option("--as", help="Who makes it: an operator's e-mail address.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write everything into one file, readable by its owner only, while the register goes on working.

    The keys are not in it: keep a copy of their folder elsewhere, once. Keep `log-heads.jsonl` and
    `numbers-issued.jsonl` on another disk: a restore goes on from them.
    """
    with with_service(as_owner=True):
        require_migrated()
        from rollbook.service.moving.backup import MOVER
        from rollbook.service.moving.backup import backup as write

        by = caller(as_, "register_upkeep") if as_ else MOVER
        if as_:
            by.require("govern")
        said = write(file, by=by)
    if as_json:
        print_json({"file": str(file), "bytes": file.stat().st_size, **said})
    else:
        print(
            f"{file} holds {said['counts']['learners']:,} learners and {said['counts']['log_rows']:,} rows of the log."
        )
