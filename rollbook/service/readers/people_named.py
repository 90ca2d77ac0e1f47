"""Who did something, in words: the name of a person, of a client, or of the register's own work."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rollbook.service.models import Client, User

OWN_WORK = {
    "system:sweep": "the nightly sweep",
    "system:sample": "sampling",
    "system:watch": "the watch",
    "system:access": "the review of access",
    "system:load": "loading",
    "system:move": "backup and restore",
    "system:reference": "whoever runs the machine",
    "setup": "whoever runs the machine",
}


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """For each caller's id (`user:...`, `client:...`, `system:...`) the name to show; an unknown one stays an id."""
    wanted = {actor for actor in actors if actor}
    users = {name for kind, _, name in (actor.partition(":") for actor in wanted) if kind == "user" and _is_id(name)}
    clients = {name for kind, _, name in (actor.partition(":") for actor in wanted) if kind == "client"}
    found = {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=users)}
    found |= {f"client:{each.client_id}": each.name for each in Client.objects.filter(client_id__in=clients)}
    return {actor: found.get(actor) or OWN_WORK.get(actor, actor) for actor in wanted}


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
