"""What every verb does alike: print a result for people or as JSON, and end a failure as a sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from rollbook.base.errors import InvalidInput, RollbookError, answer_for

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def print_json(value: Any) -> None:
    """One JSON document on standard output; dates and other values as text."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def report() -> Iterator[None]:
    """Turn a failure into its sentence on standard error and its exit code."""
    try:
        yield
    except RollbookError as error:
        print(f"{error.message} {error.fix}".strip(), file=sys.stderr)
        if isinstance(error, InvalidInput):
            for finding in error.findings:
                print(f"  {finding.field}: {finding.says} {finding.fix}".rstrip(), file=sys.stderr)
        sys.exit(answer_for(error).exit_code)
    except BrokenPipeError:
        sys.exit(0)


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """A sign of life on a terminal, for what may take more than two seconds."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # loaded for a terminal only: it costs a start-up

    with Console(stderr=True).status(doing):
        yield
