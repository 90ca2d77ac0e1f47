"""`rollbook find`: details from a prompt or as JSON on standard input; the answer in words."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rollbook.base.errors import InvalidInput
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import DETAILS, As, Purpose, caller, read_details, with_service

app = typer.Typer()

ByUln = Annotated[bool, typer.Option("--uln", help="Ask for a ULN and both names instead of the five details.")]
NUMBER_AND_NAMES = {"uln": "ULN", "given_name": "Given name", "family_name": "Family name"}


@app.command()
def find(as_: As, purpose: Purpose, uln: ByUln = False, as_json: AsJson = False) -> None:
    """Find a learner by details, or by ULN and names.

    The details come from a prompt, or as one JSON object on standard input. Exit code 0 for any outcome.
    """
    fields = read_details(NUMBER_AND_NAMES if uln else DETAILS)
    with with_service():
        answer = _found(fields, by_number=uln, as_=as_, purpose=purpose)
    print_json(answer) if as_json else tell(answer)


def _found(fields: dict[str, str], *, by_number: bool, as_: str, purpose: str) -> dict[str, Any]:
    from rollbook.service.actions.learners.find import find as search
    from rollbook.service.actions.learners.find import find_by_number
    from rollbook.service.readers.answers import answer

    by = caller(as_, purpose)
    if by_number:
        numbers = (fields.get(name, "") for name in NUMBER_AND_NAMES)
        found = find_by_number(*numbers, by=by, purpose=purpose)
    else:
        (found,) = search([fields], by=by, purpose=purpose)
    if found.findings:
        raise InvalidInput(found.findings)
    return {**answer(found.outcome, by=by), "reference": str(found.reference)}


def tell(answer: dict[str, Any]) -> None:
    """An answer for people."""
    if "uln" in answer:
        print(f"ULN {answer['uln']}")
    print(answer["says"])
    for place, candidate in enumerate(answer.get("candidates", ()), 1):
        words = ", ".join(f"{name.replace('_', ' ')} {word}" for name, word in candidate["agreement"].items()
                          if word != "not given")  # fmt: skip
        print(f"\n{place}. {words}")
        for sentence in candidate["reasons"]:
            print(f"   {sentence}")
        print(f"   token {candidate['token']}")
    print(f"\nReference {answer['reference']}")
