"""`rollbook worker`."""

from __future__ import annotations

from typing import Annotated

import typer

from rollbook.cli.service import require_migrated, with_service

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what waits, then stop.")] = False,
    concurrency: Annotated[int, typer.Option(min=1, max=16, help="Jobs worked on at the same time.")] = 2,
) -> None:
    """Work through batches, seal the access log every few seconds, and do the nightly jobs.

    Stopped by a signal, it ends the jobs under way first. Killed, it loses nothing: its jobs go on in the next worker.
    """
    with with_service():
        require_migrated()
        from rollbook.service.jobs.running import work

        work(once=once, concurrency=concurrency)
