"""One form, one change: shown, mended where the register finds something wrong, done once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from rollbook.base.errors import InvalidInput
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest


def asked(
    request: PortalRequest, form: PortalForm, work: Callable[[], str], *, template: str = "portal/users/ask.html",
    **context: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a form that changes something; sent, `work` does it and returns the address to go to.

    The plain template takes `title`, `lead`, `button`, `danger`, `note`, `trail` and `area`.
    """
    if request.method == "POST":
        form.full_clean()
        if not form.errors:
            try:
                return once(request, work, by=request.by)
            except InvalidInput as wrong:
                form.take(wrong.findings)
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)


def offer(form: PortalForm, field: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a field its choices; with nothing to choose from it is not asked."""
    if choices:
        cast("ChoiceField", form.fields[field]).choices = choices
    else:
        del form.fields[field]


def said_choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices whose words are the register's own, in the reader's language."""
    return [(code, gettext(says)) for code, says in pairs]


def role_choices(*, staff: bool, human: bool = True) -> list[tuple[str, str]]:
    """The roles of people of an organisation, of the register's team, or of machines, each with its sentence."""
    from rollbook.organisations import roles

    return said_choices(
        (each.name, each.says) for each in roles().values() if each.human == human and each.register_staff == staff
    )
