"""`rollbook version`."""

from __future__ import annotations

import typer

from rollbook import __version__
from rollbook.cli.console import AsJson, print_json

app = typer.Typer()


@app.command()
def version(as_json: AsJson = False) -> None:
    """Say which version this is."""
    if as_json:
        print_json({"version": __version__})
    else:
        print(f"rollbook {__version__}")
