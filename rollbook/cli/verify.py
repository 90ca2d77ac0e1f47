"""`rollbook verify`: do this number and this name belong together?"""

from __future__ import annotations

from typing import Any

import typer

from rollbook.base.errors import InvalidInput
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, Purpose, caller, read_details, with_service

app = typer.Typer()

ASKED = {
    "uln": "ULN",
    "given_name": "Given name",
    "family_name": "Family name",
    "date_of_birth": "Date of birth (YYYY-MM-DD, may be left empty)",
    "gender": "Gender (may be left empty)",
}


@app.command()
def verify(as_: As, purpose: Purpose, as_json: AsJson = False) -> None:
    """Check that a ULN and a name belong together. Exit code 0 for any answer."""
    fields = read_details(ASKED)
    with with_service():
        answer = _verified(fields, as_=as_, purpose=purpose)
    if as_json:
        print_json(answer)
        return
    print(answer["says"])
    if answer["uln"] is not None:
        print(f"ULN {answer['uln']}")
    print(f"\nReference {answer['reference']}")


def _verified(fields: dict[str, str], *, as_: str, purpose: str) -> dict[str, Any]:
    from rollbook.service.actions.learners.verify import verify_all
    from rollbook.service.readers.verifications import SAYS

    by = caller(as_, purpose)
    (verified,) = verify_all([fields], by=by, purpose=purpose)
    if verified.findings:
        raise InvalidInput(verified.findings)
    grade = verified.verification
    return {
        "grade": str(grade.grade),
        "says": SAYS[grade.grade],
        "uln": None if grade.uln is None else str(grade.uln),
        "flags": list(grade.flags),
        "reference": str(verified.reference),
    }
