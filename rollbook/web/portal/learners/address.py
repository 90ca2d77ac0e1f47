"""From the opaque text of an address to a learner: invented, or of somebody not held, it is the same 404."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import NotFound
from rollbook.organisations import Caller
from rollbook.service.actions.learners.holding import require_held
from rollbook.service.addresses import address_of, uln_at


def uln_of(address: str, *, by: Caller) -> int:
    """The number at an address of somebody the caller holds; NotFound in the same words whatever the cause."""
    with as_nobody():
        uln = uln_at(address)
        if address_of(uln) != address:  # other characters of the same meaning would make a second address
            raise NotFound()
        require_held(uln, by=by)
    return uln


@contextmanager
def as_nobody() -> Iterator[None]:
    """Whatever is not found within is told as a learner who does not exist."""
    try:
        yield
    except NotFound as found:
        raise NotFound("There is no learner at this address.", fix="Begin at the list you came from.") from found


def record_address(uln: int) -> str:
    """Where a learner's record is."""
    return reverse("learner", args=[address_of(uln)])


def trail(*, by: Caller, uln: int | None = None) -> list[tuple[Any, str]]:
    """The pages above: the list for those who have one, and the record where the page stands below it."""
    found: list[tuple[Any, str]] = []
    if by.may("list"):
        found.append((_("Our learners"), reverse("learners")))
    if uln is not None:
        found.append((_("Record"), record_address(uln)))
    return found
