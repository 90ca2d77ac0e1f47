"""`rollbook alerts`: what the watch saw in how learners were searched for; answer, lift, keep or suspend."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import typer

from rollbook.base.errors import NotFound
from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, caller, with_service

SUMMARY = "See what the watch saw in searches, and decide about it."
app = typer.Typer(add_completion=False, no_args_is_help=True, help=SUMMARY)
Reason = Annotated[str, typer.Option(help="Why; it is kept, and the organisation reads it.")]
Id = Annotated[str, typer.Argument(metavar="ID")]


@app.command("list")
def list_(
    as_: As,
    ended: Annotated[bool, typer.Option("--ended", help="Those that ended instead of those that stand.")] = False,
    as_json: AsJson = False,
) -> None:
    """The alerts, latest first: who, what follows, what was seen."""
    with with_service():
        from rollbook.service.readers.alerts import listed

        found = [_plain(each) for each in listed(which="ended" if ended else "standing", by=caller(as_)).rows]
    if as_json:
        print_json(found)
        return
    for each in found:
        print(f"{each['id']}  {each['effect']}, {each['state']}: {each['who']} of {each['organisation']}")
        print(f"  {each['because']}")
    print(f"{len(found)} shown." if found else "Nothing stands out.")


@app.command()
def lift(alert: Id, as_: As, reason: Reason, as_json: AsJson = False) -> None:
    """End an alert and its effect; what was searched before is not held against anybody."""
    _decide("lift", alert, as_, reason, as_json)


@app.command()
def keep(alert: Id, as_: As, reason: Reason, as_json: AsJson = False) -> None:
    """Leave an alert's effect as it is; nothing more is said unless more is seen."""
    _decide("keep", alert, as_, reason, as_json)


@app.command()
def suspend(alert: Id, as_: As, reason: Reason, as_json: AsJson = False) -> None:
    """Suspend the credential an alert is about, or the organisation."""
    _decide("suspend", alert, as_, reason, as_json)


@app.command()
def answer(
    alert: Id, as_: As, text: Annotated[str, typer.Option(help="What the searches were for.")], as_json: AsJson = False
) -> None:
    """Say what your organisation's searches were for."""
    with with_service():
        from rollbook.service.actions.watching import deciding

        said = _plain(deciding.answer(_id(alert), text, by=caller(as_)))
    print_json(said) if as_json else print("The register's team reads it before it decides.")


def _decide(what: str, alert: str, as_: str, reason: str, as_json: bool) -> None:
    with with_service():
        from rollbook.service.actions.watching import deciding

        decided = getattr(deciding, what)(_id(alert), reason=reason, by=caller(as_))
        said = _plain(decided)
    print_json(said) if as_json else print(f"The alert is {said['state']}.")


def _plain(alert: Any) -> dict[str, Any]:
    return {
        "id": str(alert.pk),
        "organisation": alert.organisation.name,
        "who": alert.credential_name if alert.credential else "all credentials",
        "effect": alert.effect,
        "state": alert.state,
        "because": alert.because,
        "seen": alert.seen,
        "answer": alert.answer,
        "decision": alert.decision,
        "since": alert.changed_at,
    }


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("This is not an id.", fix="`rollbook alerts list` shows the ids.") from None
