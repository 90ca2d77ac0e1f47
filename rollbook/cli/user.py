"""`rollbook user`: people who sign in and machines with a client; made, suspended, restored, listed."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from rollbook.cli.console import AsJson, print_json
from rollbook.cli.service import As, caller, with_service

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Make, suspend and list users, and the clients of machines."
)

Email = Annotated[str, typer.Argument(metavar="EMAIL")]
Name = Annotated[str, typer.Option(help="The person's name.")]
Home = Annotated[str, typer.Option("--ukprn", help="The organisation; without it, your own.")]
ClientId = Annotated[str, typer.Argument(metavar="CLIENT")]


@app.command("create-operator")
def create_operator(email: Email, name: Name, as_json: AsJson = False) -> None:
    """Make the first operator of a new register, and print the link they come in by. Refused once there is one."""
    with with_service():
        from rollbook.service.actions.invitations import invite_first_operator
        from rollbook.service.actions.users import create_first_operator

        made = create_first_operator(email, name)
        path = invite_first_operator(made)
    _tell_link(made, path, as_json=as_json)


@app.command("operator-link")
def operator_link(email: Email, as_json: AsJson = False) -> None:
    """Print a link for an operator who cannot get in and has nobody to ask. Only here, at the machine."""
    with with_service():
        from rollbook.service.actions.invitations import reset_operator
        from rollbook.service.actions.signing_in.guessing import user_at

        path = reset_operator(email)
        _tell_link(user_at(email), path, as_json=as_json)


@app.command()
def link(email: Email, as_: As, as_json: AsJson = False) -> None:
    """Print a one-time link for somebody invited, or who has lost a password or a phone. Pass it on yourself."""
    with with_service():
        from rollbook.service.actions.invitations import link_for

        made, path = link_for(email, by=caller(as_))
    _tell_link(made, path, as_json=as_json)


@app.command()
def create(
    email: Email,
    name: Name,
    as_: As,
    role: Annotated[str, typer.Option(help="super_user, register, view_only, batch; reviewer, operator")],
    ukprn: Home = "",
    sector: Annotated[str, typer.Option(help="The sector's name, where the organisation has sectors.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a user."""
    with with_service():
        from rollbook.service.actions.users import NewUser
        from rollbook.service.actions.users import create as make

        made = make(NewUser(email, name, role, ukprn, sector), by=caller(as_))
    _tell({"user": made.email, "role": made.role}, as_json=as_json)


@app.command("create-client")
def create_client(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the software is called.")],
    as_: As,
    role: Annotated[str, typer.Option(help="machine:find, machine:register or machine:batch")],
    ukprn: Home = "",
    purpose: Annotated[list[str] | None, typer.Option("--for", help="A purpose; without it, all agreed ones.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a machine's OAuth2 client. Its secret is shown now and never again."""
    with with_service():
        from rollbook.service.actions.clients import create as make

        made = make(name, role=role, ukprn=ukprn, for_purposes=purpose or (), by=caller(as_))
    _tell({"client_id": made.client_id, "client_secret": made.secret}, as_json=as_json)


@app.command()
def move(
    email: Email,
    as_: As,
    role: Annotated[str, typer.Option(help="The role from now on.")],
    sector: Annotated[str, typer.Option(help="The sector from now on; without it, the whole organisation.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give a user another role or sector of the same organisation."""
    with with_service():
        from rollbook.service.actions.users import move as place

        made = place(email, role=role, sector=sector, by=caller(as_))
    _tell({"user": made.email, "role": made.role, "sector": sector}, as_json=as_json)


@app.command()
def suspend(
    email: Email,
    as_: As,
    reason: Annotated[str, typer.Option(help="Why. It stays on record.")] = "",
    as_json: AsJson = False,
) -> None:
    """Refuse a user from their next request on."""
    with with_service():
        from rollbook.service.actions.users import suspend as stop

        made = stop(email, reason=reason, by=caller(as_))
    _tell({"user": made.email, "active": made.is_active}, as_json=as_json)


@app.command()
def restore(email: Email, as_: As, as_json: AsJson = False) -> None:
    """Let a suspended user work again."""
    with with_service():
        from rollbook.service.actions.users import restore as let

        made = let(email, by=caller(as_))
    _tell({"user": made.email, "active": made.is_active}, as_json=as_json)


@app.command("suspend-client")
def suspend_client(
    client_id: ClientId, as_: As, reason: Annotated[str, typer.Option(help="Why.")], as_json: AsJson = False
) -> None:
    """Refuse a client and all its tokens from the next request on."""
    with with_service():
        from rollbook.service.actions.clients import suspend as stop

        made = stop(client_id, reason=reason, by=caller(as_))
    _tell({"client_id": made.client_id, "active": made.is_active}, as_json=as_json)


@app.command("restore-client")
def restore_client(client_id: ClientId, as_: As, as_json: AsJson = False) -> None:
    """Let a suspended client work again."""
    with with_service():
        from rollbook.service.actions.clients import restore as let

        made = let(client_id, by=caller(as_))
    _tell({"client_id": made.client_id, "active": made.is_active}, as_json=as_json)


@app.command("list")
def list_(as_: As, as_json: AsJson = False) -> None:
    """The users and clients you may change."""
    with with_service():
        by = caller(as_)
        found = {"users": _users(by), "clients": _clients(by)}
    if as_json:
        print_json(found)
        return
    for each in [*found["users"], *found["clients"]]:
        state = "active" if each["active"] else "suspended"
        print(f"{each['id']}  {each['name']}  {each['role']}  {each['ukprn'] or 'the register'}  {state}")


def _users(by: Any) -> list[dict[str, Any]]:
    from rollbook.service.actions.users import users

    return [
        {"id": each.email, "name": each.name, "role": each.role, "active": each.is_active,
         "ukprn": each.organisation.ukprn if each.organisation else "",
         "sector": each.sector.name if each.sector else ""}
        for each in users(by=by)
    ]  # fmt: skip


def _clients(by: Any) -> list[dict[str, Any]]:
    from rollbook.service.actions.clients import clients

    return [
        {"id": each.client_id, "name": each.name, "role": each.role, "active": each.is_active,
         "ukprn": each.organisation.ukprn, "purposes": each.purposes}
        for each in clients(by=by)
    ]  # fmt: skip


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        print(", ".join(f"{name} {value}" for name, value in answer.items()))


def _tell_link(made: Any, path: str, *, as_json: bool) -> None:
    address = os.environ.get("ROLLBOOK_ADDRESS", "http://localhost:8000").rstrip("/") + path
    if as_json:
        print_json({"user": made.email, "role": made.role, "link": address})
        return
    _tell({"user": made.email, "role": made.role}, as_json=False)
    print(f"\n    {address}\n")
    print("The link works once. Pass it on so that nobody else reads it: whoever opens it first gets in.")
    print("Making another ends it.")
