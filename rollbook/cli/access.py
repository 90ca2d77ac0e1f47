"""`rollbook access unused | certification | certify | emergencies`: who still needs access, and who broke the glass."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, caller, with_service

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="See who still needs access, certify it, look at emergencies."
)

Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="As `access certification` names it.")]
Why = Annotated[str, typer.Option("--for", help="What the access is needed for, or why it ends.")]


@app.command()
def unused(as_: As, as_json: AsJson = False) -> None:
    """Users and clients that are about to be suspended because nobody uses them."""
    with with_service():
        from rollbook.service.readers.unused import unused as about_to_end

        found = [
            {"id": _id(each.who), "name": each.who.name, "last_used": each.last_used, "ends": each.ends}
            for each in about_to_end(by=caller(as_))
        ]
    _list(found, "{id}  {name}  ends {ends:%Y-%m-%d}", as_json=as_json)


@app.command()
def certification(as_: As, as_json: AsJson = False) -> None:
    """Your users and clients in this term's certification; for an operator, how far every organisation is."""
    with with_service():
        by = caller(as_)
        found = _states(by) if by.may("govern") else []
        own = _own(by)
    if as_json:
        print_json({"own": own, "organisations": found})
        return
    _list(own, "{subject}  {name}  {said}", as_json=False)
    _list(found, "{organisation}  {sector}  {done} of {subjects}, {suspended} suspended  {owner}", as_json=False)


@app.command()
def certify(
    subject: Subject,
    as_: As,
    why: Why,
    end: Annotated[bool, typer.Option("--end", help="The access is not needed any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say that a user's or a client's access is still needed and for what, or end it."""
    with with_service():
        from rollbook.service.actions.certification import certify as say

        made = say(subject, is_needed=not end, why=why, by=caller(as_))
    answer = {"subject": subject, "decision": made.decision}
    if as_json:
        print_json(answer)
    else:
        print(", ".join(f"{name} {value}" for name, value in answer.items()))


@app.command()
def emergencies(as_: As, as_json: AsJson = False) -> None:
    """Records that your users have opened in an emergency; for an operator, everybody's."""
    with with_service():
        from rollbook.service.readers.emergencies import of_users

        found = [
            {"id": str(each.emergency.pk), "user": each.emergency.user.email, "kind": each.emergency.kind,
             "opened": each.emergency.opened_at, "open": each.is_open, "overdue": each.is_overdue,
             "verdict": each.emergency.verdict or "not judged"}
            for each in of_users(by=caller(as_))
        ]  # fmt: skip
    _list(found, "{id}  {opened:%Y-%m-%d %H:%M}  {user}  {kind}  {verdict}", as_json=as_json)


def _own(by: Any) -> list[dict[str, Any]]:
    from rollbook.service.readers.certification import standing

    found = standing(by=by)
    return [
        {"subject": each.id, "name": each.who.name, "active": each.who.is_active,
         "said": each.certification.decision if each.certification else "not certified"}
        for each in (found.subjects if found else ())
    ]  # fmt: skip


def _states(by: Any) -> list[dict[str, Any]]:
    from rollbook.service.readers.certification import states
    from rollbook.service.readers.pieces import SIZE

    found, number = states(by=by), 1
    while found and number * SIZE < found[0].total:
        number += 1
        found += states(number=number, by=by)
    return [
        {"organisation": each.name or "the register", "sector": each.sector, "subjects": each.subjects,
         "done": each.done, "suspended": each.suspended, "owner": each.owner or "nobody"}
        for each in found
    ]  # fmt: skip


def _id(who: Any) -> str:
    return str(getattr(who, "client_id", None) or who.email)


def _list(found: list[dict[str, Any]], line: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    for each in found:
        print(line.format(**each))
