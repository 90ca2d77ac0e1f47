"""The verbs of `rollbook`, each loaded when it is called, so that the command starts at once."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from rollbook.cli.console import report

# verb: what it does. The verb's module is `rollbook.cli.<verb>`, with a Typer application called `app`.
VERBS: dict[str, str] = {
    "demo": "Start everything with invented people, ready to try.",
    "serve": "Serve the API.",
    "worker": "Work through batches and the nightly jobs.",
    "migrate": "Bring the database to this version.",
    "find": "Find a learner by details, or by ULN and names.",
    "verify": "Check that a ULN and a name belong together.",
    "register": "Give a learner a number, after your own search.",
    "update": "Correct a learner's details, with a reason.",
    "review": "Report and settle pairs of numbers that may be one person; undo a link.",
    "batch": "Send a batch file, watch it, fetch its result, settle exceptions.",
    "check": "Check files of any standard: what is wrong, why, and how to mend it.",
    "rules": "List the rules of a standard, show one with its examples, compare two versions.",
    "layouts": "List the files that Rollbook knows, show what one may hold, write its schema.",
    "reference": "Load the tables that rules look things up in, and see which are loaded.",
    "doctor": "Look at a file for damage, and mend it.",
    "match": "Match the people of one CSV file with those of another.",
    "dedupe": "Find the same person twice in one CSV file.",
    "definitions": "Look data items and codes up, compare years, see who asks for what.",
    "make": "Make invented learners and files, from a seed.",
    "model": "Train the matching model, or show its weights.",
    "log": "Verify the access log.",
    "alerts": "See what the watch saw in searches, and decide about it.",
    "backup": "Write everything into one file.",
    "restore": "Bring back a backup.",
    "load": "Load learners who already have numbers.",
    "organisation": "Approve, suspend and list organisations.",
    "user": "Make users and list them.",
    "access": "See who still needs access, certify it, look at emergencies.",
    "version": "Say which version this is.",
}


class LazyVerbs(TyperGroup):
    """Knows every verb's name and summary, and imports a verb's module only to run it or to show its own help."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in VERBS:
            return None
        if cmd_name not in sys.argv:  # listing all verbs: the summary is enough
            return TyperCommand(cmd_name, help=VERBS[cmd_name])
        module = importlib.import_module(f"rollbook.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=LazyVerbs, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.callback()
def rollbook() -> None:
    """Rollbook: find a learner, or give them a number; match people; check files."""


def run() -> None:
    """The command `rollbook`: failures end as one sentence and an exit code (see `base/errors.py`)."""
    with report():
        app(prog_name="rollbook")
