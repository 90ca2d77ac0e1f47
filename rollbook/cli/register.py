"""`rollbook register`: a number for a learner, after your own search for the same details."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from rollbook.base.errors import InvalidInput, SearchFirst
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.find import tell
from rollbook.cli.service import DETAILS, As, Purpose, caller, read_details, with_service

app = typer.Typer()

ASKED = {
    **DETAILS,
    "verification_type": "Evidence of identity seen (0 none, 1 school, 2 passport, 3 driving licence, 4 ID card)",
    "ability_to_share": "Ability to share (0 notice not seen, 1 able, 2 unable)",
}
Start = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When the learner starts; else today.")]
Override = Annotated[str, typer.Option(help="Why the possible matches you have looked at are somebody else.")]
Notice = Annotated[str, typer.Option(help="The version of the privacy notice the learner was given.")]


@app.command()
def register(
    as_: As,
    purpose: Purpose,
    start: Start = None,
    override: Override = "",
    notice: Notice = "",
    as_json: AsJson = False,
) -> None:
    """Give a learner a number, after your own search for the same details.

    Exit code 0 with a number; 7 where possible matches, or a missing search, stand in the way.
    """
    fields = read_details(ASKED)
    with with_service():
        answer = _registered(fields, start, override, notice, as_=as_, purpose=purpose)
    print_json(answer) if as_json else tell(answer)
    if "uln" not in answer:
        raise SearchFirst("No number was given.", fix="Choose a candidate, or say with --override why none fits.")


def _registered(
    fields: dict[str, str], start: datetime | None, override: str, notice: str, *, as_: str, purpose: str
) -> dict[str, Any]:
    from rollbook.service.actions.learners.register import Registration
    from rollbook.service.actions.learners.register import register as give
    from rollbook.service.readers.answers import answer
    from rollbook.service.readers.registrations import OUT_OF_ORDER, SAID

    by = caller(as_, purpose)
    day = start.date() if start else None
    request = Registration(fields, start=day, override=override, notice_version=notice)
    (made,) = give([request], by=by, purpose=purpose)
    if made.findings:
        raise InvalidInput(made.findings)
    if made.result in OUT_OF_ORDER:
        raise SearchFirst(SAID[made.result])
    plain = {**answer(made.outcome, by=by), "result": str(made.result), "reference": str(made.reference)}
    if made.uln is not None:
        plain["uln"] = str(made.uln)
    if made.result in SAID:
        plain["says"] = SAID[made.result]
        plain.pop("candidates", None)
    return plain
