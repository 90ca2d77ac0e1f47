"""`rollbook organisation`: taken in, checked, approved, changed, suspended, closed; sectors, links and the list."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, caller, with_service

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Take organisations in, approve, suspend, link and list them."
)

UKPRN = Annotated[str, typer.Argument(metavar="UKPRN")]
Reason = Annotated[str, typer.Option("--reason", help="Why. It stays on record.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day it ends; none: it stands.")]


@app.command()
def add(
    ukprn: UKPRN,
    as_: As,
    name: Annotated[str, typer.Option(help="The organisation's name.")],
    kind: Annotated[str, typer.Option(help="college, school, training provider, local authority, ...")],
    urn: str = "",
    laestab: str = "",
    company_number: str = "",
    as_json: AsJson = False,
) -> None:
    """Take an organisation in; approve it when its agreement is signed and every check has been made."""
    with with_service():
        from rollbook.service.actions.organisations import Application, apply

        made = apply(Application(ukprn, name, kind, urn, laestab, company_number), by=caller(as_))
    _tell({"ukprn": made.ukprn, "status": made.status}, as_json=as_json)


@app.command()
def agreement(
    ukprn: UKPRN,
    as_: As,
    version: Annotated[str, typer.Option(help="Which agreement.")],
    signed: Day,
    signatory: Annotated[str, typer.Option(help="Who signed for the organisation.")],
    ends: Until = None,
    as_json: AsJson = False,
) -> None:
    """Record the agreement an organisation signed."""
    with with_service():
        from rollbook.service.actions.organisations import sign

        sign(
            ukprn, version=version, signed_on=signed.date(), signatory=signatory,
            ends_on=ends.date() if ends else None, by=caller(as_),
        )  # fmt: skip
    _tell({"ukprn": ukprn, "agreement": version}, as_json=as_json)


@app.command()
def check(
    ukprn: UKPRN,
    code: Annotated[str, typer.Argument(metavar="CHECK", help="provider_register, legal_entity, teaches, signatory")],
    as_: As,
    saw: Annotated[str, typer.Option(help="What you saw, and where.")],
    passed: Annotated[bool, typer.Option("--passed/--not-passed", help="Whether it speaks for the organisation.")],
    as_json: AsJson = False,
) -> None:
    """Record what was seen of an organisation. Each check is needed before it is approved."""
    with with_service():
        from rollbook.service.actions.approvals import check as look

        made = look(ukprn, code, seen=saw, passed=passed, by=caller(as_))
    _tell({"ukprn": ukprn, "check": made.check_code, "passed": made.passed}, as_json=as_json)


@app.command()
def approve(
    ukprn: UKPRN,
    as_: As,
    purpose: Annotated[list[str], typer.Option("--for", help="A purpose its agreement names; once for each.")],
    as_json: AsJson = False,
) -> None:
    """Let an organisation work. Its batches that waited go on."""
    with with_service():
        from rollbook.service.actions.organisations import approve as let

        made = let(ukprn, for_purposes=purpose, by=caller(as_))
    _tell({"ukprn": made.ukprn, "status": made.status, "purposes": made.purposes}, as_json=as_json)


@app.command()
def change(
    ukprn: UKPRN,
    as_: As,
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="Its name now.")] = None,
    company_number: Annotated[str | None, typer.Option(help="Its company number now.")] = None,
    register_status: Annotated[str | None, typer.Option(help="Its status at the provider register now.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record that an organisation has another name, company number or status: it is suspended until approved anew."""
    with with_service():
        from rollbook.service.actions.approvals import change_identity

        made = change_identity(
            ukprn, name=name, company_number=company_number, register_status=register_status, reason=reason,
            by=caller(as_),
        )  # fmt: skip
    _tell({"ukprn": made.ukprn, "name": made.name, "status": made.status}, as_json=as_json)


@app.command()
def suspend(ukprn: UKPRN, as_: As, reason: Reason, as_json: AsJson = False) -> None:
    """Stop an organisation: its people and machines are refused from their next request on."""
    with with_service():
        from rollbook.service.actions.organisations import suspend as stop

        made = stop(ukprn, reason=reason, by=caller(as_))
    _tell({"ukprn": made.ukprn, "status": made.status}, as_json=as_json)


@app.command()
def close(ukprn: UKPRN, as_: As, reason: Reason, as_json: AsJson = False) -> None:
    """End an organisation's part for good."""
    with with_service():
        from rollbook.service.actions.organisations import close as end

        made = end(ukprn, reason=reason, by=caller(as_))
    _tell({"ukprn": made.ukprn, "status": made.status}, as_json=as_json)


@app.command()
def sector(ukprn: UKPRN, name: str, as_: As, as_json: AsJson = False) -> None:
    """Add a sector, a part with users of its own."""
    with with_service():
        from rollbook.service.actions.organisations import add_sector

        made = add_sector(ukprn, name, by=caller(as_))
    _tell({"ukprn": ukprn, "sector": made.name}, as_json=as_json)


@app.command()
def link(
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="UKPRN of the member or subcontractor.")],
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="UKPRN of the one that leads.")],
    as_: As,
    kind: Annotated[str, typer.Option(help="consortium or subcontractor")],
    since: Day,
    as_json: AsJson = False,
) -> None:
    """Record that an organisation belongs to a consortium, or works for another as its subcontractor."""
    with with_service():
        from rollbook.service.actions.organisations import link as tie

        made = tie(member, lead, kind=kind, since=since.date(), by=caller(as_))
    _tell({"link": made.pk, "member": member, "lead": lead, "kind": kind}, as_json=as_json)


@app.command()
def unlink(
    link_id: Annotated[int, typer.Argument(metavar="LINK")], as_: As, until: Day, as_json: AsJson = False
) -> None:
    """End a link on a day."""
    with with_service():
        from rollbook.service.actions.organisations import end_link

        end_link(link_id, until=until.date(), by=caller(as_))
    _tell({"link": link_id, "until": until.date()}, as_json=as_json)


@app.command("list")
def list_(as_: As, as_json: AsJson = False) -> None:
    """Every organisation with its status, sectors and links."""
    with with_service():
        from rollbook.service.readers.organisations import all_organisations

        found = all_organisations(by=caller(as_))
    if as_json:
        print_json(found)
        return
    for each in found:
        print(f"{each['ukprn']}  {each['status']:9}  {each['name']} ({each['kind']})")
        for sector_ in each["sectors"]:
            print(f"          sector {sector_['name']}")
        for tie in each["links"]:
            print(f"          {tie['kind']} {tie['id']}: {tie['part']}, with {tie['name']} since {tie['since']}")


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        print(", ".join(f"{name} {value}" for name, value in answer.items()))
