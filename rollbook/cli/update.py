"""`rollbook update`: correct details of a learner enrolled with your organisation, with a reason."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, Purpose, caller, read_details, with_service

app = typer.Typer()

ASKED = {"uln": "ULN", "given_name": "Given name, if it changes", "family_name": "Family name, if it changes"}
Reason = Annotated[str, typer.Option(help="Why: the history shows it. No personal details.")]
Version = Annotated[int | None, typer.Option(help="The version you read: refused where the record has changed since.")]
Mistake = Annotated[
    bool, typer.Option("--mistake", help="What stood there was never so: it becomes no former name or postcode.")
]
Notice = Annotated[str, typer.Option(help="The version of the privacy notice the learner was given.")]


@app.command()
def update(
    as_: As,
    purpose: Purpose,
    reason: Reason,
    version: Version = None,
    mistake: Mistake = False,
    notice: Notice = "",
    as_json: AsJson = False,
) -> None:
    """Correct details of a learner enrolled with your organisation.

    The ULN and what changes come from a prompt, or as one JSON object on standard input: only what it names is changed.
    """
    fields = read_details(ASKED)
    with with_service():
        answer = _updated(fields, reason, version, notice, was_mistake=mistake, as_=as_, purpose=purpose)
    print_json(answer) if as_json else _tell(answer)


def _updated(
    fields: dict[str, str], reason: str, version: int | None, notice: str, *, was_mistake: bool, as_: str, purpose: str
) -> dict[str, Any]:
    from rollbook.definitions.identifiers import uln
    from rollbook.service.actions.learners.update import update as change

    number = uln.parse(fields.pop("uln", ""))
    if not isinstance(number, str):
        raise NotFound(number.says, fix=number.fix or "Check the number.")
    if not reason.strip():
        raise InvalidInput([Finding("reason_missing", "reason", "A change needs its reason.", "Say it with --reason.")])
    made = change(
        int(number), {name: value for name, value in fields.items() if value != ""} if _is_typed() else fields,
        version=version, reason=reason, by=caller(as_, purpose), purpose=purpose, notice_version=notice,
        was_mistake=was_mistake,
    )  # fmt: skip
    return {"uln": str(made.uln), "version": made.version, "changed": list(made.changed),
            "reference": str(made.reference)}  # fmt: skip


def _is_typed() -> bool:
    """At a prompt an empty answer says nothing; in JSON an empty text empties the detail."""
    return sys.stdin.isatty()


def _tell(answer: dict[str, Any]) -> None:
    changed = ", ".join(name.replace("_", " ") for name in answer["changed"])
    print(f"ULN {answer['uln']}, version {answer['version']}.")
    print(f"Changed: {changed}." if changed else "Nothing changed: the record said so already.")
    print(f"\nReference {answer['reference']}")
