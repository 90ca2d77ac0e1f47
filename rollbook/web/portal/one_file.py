"""A form of one file, chosen or dropped: its field, how large it may be, and what is said of a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar, cast

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput, Unreadable
from rollbook.base.findings import Finding
from rollbook.service.sealing import PIECE
from rollbook.web.portal.forms import PortalForm

MOST_FINDINGS = 10  # what is wrong with a file, told at its field
Taken = TypeVar("Taken")


def file_field(kinds: str, help_text: str | Promise) -> forms.FileField:
    """The field of a file; `kinds` are what the browser offers to choose from."""
    return forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": kinds, "class": "input"}),
        help_text=cast("str", help_text),
    )


def limits(most: int) -> dict[str, Any]:
    """How large a file may be in bytes and megabytes, for the page and for its script."""
    return {"most_bytes": most, "most_megabytes": most // PIECE}


def taken(request: HttpRequest, form: PortalForm, take_in: Callable[[BinaryIO, str], Taken]) -> Taken | None:
    """What `take_in` made of the file and its name; None where the form now says what is wrong with it."""
    form.full_clean()
    sent = request.FILES.get("file")
    if sent is None:
        form.take([Finding("file_missing", "file", "No file was chosen.", "Choose the file, or drop it on the page.")])
        return None
    try:
        return take_in(cast("BinaryIO", sent.file), sent.name or "")
    except Unreadable as refused:
        form.take([Finding("unreadable", "file", refused.message, refused.fix)])
    except InvalidInput as refused:
        form.take([Finding(each.rule, "file", each.says, each.fix) for each in refused.findings[:MOST_FINDINGS]])
    return None
