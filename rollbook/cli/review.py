"""`rollbook review`: report, list and settle pairs of numbers that may be one person; undo a link."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import typer

from rollbook.base.errors import NotFound
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, Purpose, caller, read_details, with_service

SUMMARY = "Report and settle pairs of numbers that may be one person; undo a link."
app = typer.Typer(add_completion=False, no_args_is_help=True, help=SUMMARY)


class Which(StrEnum):
    """One of the two numbers of a case, as `list` shows them."""

    FIRST = "first"
    SECOND = "second"


UPKEEP = "register_upkeep"
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]
Survivor = Annotated[Which, typer.Argument(metavar="first|second")]
Id = Annotated[str, typer.Argument(metavar="ID")]


@app.command("list")
def list_(as_: As, purpose: Purpose = UPKEEP, as_json: AsJson = False) -> None:
    """The pairs that wait for a decision, likeliest first, side by side."""
    with with_service():
        from rollbook.service.readers.cases import open_cases

        cases = open_cases(by=caller(as_, purpose), purpose=purpose)
    if as_json:
        print_json(cases)
        return
    for case in cases:
        _tell(case)
    print(f"{len(cases)} shown." if cases else "Nothing waits.")


@app.command()
def report(as_: As, purpose: Purpose, reason: Reason, as_json: AsJson = False) -> None:
    """Report that two numbers are one person. The numbers come from a prompt, or as JSON on standard input."""
    numbers = read_details({"first": "One ULN", "second": "The other ULN"})
    with with_service():
        from rollbook.service.actions.learners import duplicates

        first, second = (_uln(numbers.get(name, "")) for name in ("first", "second"))
        case = duplicates.report(first, second, said=reason, by=caller(as_, purpose), purpose=purpose)
    _say(f"Reported. A reviewer decides case {case.id}.", {"case": str(case.id), "state": case.state}, as_json)


@app.command()
def link(
    case: Id, survivor: Survivor, as_: As, reason: Reason, purpose: Purpose = UPKEEP, as_json: AsJson = False
) -> None:
    """Decide that a case is one person; SURVIVOR is the number that stays: first or second."""
    _settle(case, as_, purpose, reason, survivor=survivor)
    _say("Linked. The other number leads to the survivor from now on.", {"case": case, "state": "linked"}, as_json)


@app.command("keep-apart")
def keep_apart(case: Id, as_: As, reason: Reason, purpose: Purpose = UPKEEP, as_json: AsJson = False) -> None:
    """Decide that a case is two people."""
    _settle(case, as_, purpose, reason, survivor=None)
    _say("Kept apart. The pair is not raised again by the sweep.", {"case": case, "state": "kept_apart"}, as_json)


@app.command()
def links(as_: As, as_json: AsJson = False) -> None:
    """The links that stand, latest first."""
    with with_service():
        from rollbook.service.readers.links import standing_links

        found = standing_links(by=caller(as_), purpose=UPKEEP)
    if as_json:
        print_json(found)
        return
    for each in found:
        print(f"{each['id']}  {each['number']} leads to {each['survivor']}: {each['reason']}")


@app.command()
def undo(link_id: Id, as_: As, reason: Reason, purpose: Purpose = UPKEEP, as_json: AsJson = False) -> None:
    """Undo a link: what was asked under the number goes back to it."""
    with with_service():
        from rollbook.service.actions.learners.links import undo as take_back

        done = take_back(_id(link_id), reason=reason, by=caller(as_, purpose), purpose=purpose)
    says = f"Undone. {done.unclear} details wait for a decision: `rollbook review unclear`."
    _say(says, {"link": link_id, "state": "undone", "unclear": done.unclear}, as_json)


@app.command()
def unclear(as_: As, as_json: AsJson = False) -> None:
    """Details that changed under both numbers of an undone link."""
    with with_service():
        from rollbook.service.readers.links import unclear_values

        found = unclear_values(by=caller(as_), purpose=UPKEEP)
    if as_json:
        print_json(found)
        return
    for each in found:
        print(f"{each['id']}  {each['field']}: {each['under_number']} under {each['number']},"
              f" {each['under_survivor']} under {each['survivor']}")  # fmt: skip
    print(f"{len(found)} shown." if found else "Nothing waits.")


@app.command()
def settle(
    unclear_id: Id, choice: str, as_: As, reason: Reason, purpose: Purpose = UPKEEP, as_json: AsJson = False
) -> None:
    """Say whose an unclear value is: `number` or `survivor`."""
    with with_service():
        from rollbook.service.actions.learners.links import settle_unclear

        settle_unclear(_id(unclear_id), choice, reason=reason, by=caller(as_, purpose), purpose=purpose)
    _say("Settled.", {"id": unclear_id, "choice": choice}, as_json)


def _settle(case: str, as_: str, purpose: str, reason: str, *, survivor: Which | None) -> None:
    with with_service():
        from rollbook.service.actions.learners import duplicates
        from rollbook.service.readers.cases import case_numbers

        by = caller(as_, purpose)
        stays = case_numbers(_id(case), by=by)[str(survivor)] if survivor else None
        duplicates.settle(
            _id(case), same_person=stays is not None, survivor=stays, reason=reason, by=by, purpose=purpose
        )


def _say(says: str, plain: dict[str, Any], as_json: bool) -> None:
    print_json({**plain, "says": says}) if as_json else print(says)


def _tell(case: dict[str, Any]) -> None:
    print(f"Case {case['id']} ({case['source']}) {case['said']}")
    for name in case["first"]:
        mark = " " if str(case["first"][name]) == str(case["second"][name]) else "*"
        print(f"  {mark} {name:22} {case['first'][name]!s:30} {case['second'][name]!s}")
    for sentence in case["reasons"]:
        print(f"    {sentence}")


def _uln(text: str) -> int:
    from rollbook.definitions.identifiers import uln

    parsed = uln.parse(text)
    if not isinstance(parsed, str):
        raise NotFound(parsed.says, fix=parsed.fix or "Check the number.")
    return int(parsed)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("This is not an id.", fix="`rollbook review list` and `links` show the ids.") from None
