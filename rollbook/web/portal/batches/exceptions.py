"""Exceptions, one after the other: the list by cause, one row beside it, and the next in view when one is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.service import limits
from rollbook.service.actions.batches import settling, together
from rollbook.service.actions.learners.read import reveal
from rollbook.service.readers.exceptions import PAGE, causes, exception, exception_page, next_exception
from rollbook.web.portal.batches.beside import beside
from rollbook.web.portal.batches.settling_forms import CorrectForm, LeaveForm, NewForm, TogetherForm
from rollbook.web.portal.forms import PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.sentences import said

GUIDE = "settle-exceptions"


@page("exceptions", "settle", guide=GUIDE, purpose=True)
def exceptions(request: PortalRequest, batch_id: UUID) -> HttpResponse:
    """The rows that wait, and one of them."""
    return _shown(request, batch_id, _number(request.GET.get("row")))


@page("settle_exception", "settle", guide=GUIDE, purpose=True)
def settle(request: PortalRequest, batch_id: UUID, number: int) -> HttpResponse:
    """Settle one row as the button says, and go to the next."""
    if request.method != "POST":
        return redirect(_list(request, batch_id, number))
    decision, form = _decision(request, batch_id, number)

    def work() -> str:
        settled = decision()
        _tell(request, settled)
        return _onwards(request, batch_id, number, still=settled.is_open)

    try:
        return once(request, work, by=request.by)
    except InvalidInput as refused:
        form.take(refused.findings)
        return _shown(request, batch_id, number, form=form)


@page("reveal_candidate", "reveal", guide=GUIDE, purpose=True)
def stored(request: PortalRequest, batch_id: UUID, number: int) -> HttpResponse:
    """One candidate's stored details beside the row's, for the purpose stated."""
    request.by.require("settle")
    token = request.POST.get("reveal", "")
    if request.method != "POST" or not token:
        return redirect(_list(request, batch_id, number))
    limits.spend_action("reveal", key=request.by.id)
    return _shown(request, batch_id, number, details=reveal(token, by=request.by, purpose=request.purpose))


@page("settle_together", "settle", guide=GUIDE, purpose=True)
def settle_together(request: PortalRequest, batch_id: UUID) -> HttpResponse:
    """Settle the rows of one cause, where that is safe."""
    if request.method != "POST":
        return redirect(_list(request, batch_id))
    cause, heading = request.POST.get("cause", ""), request.POST.get("empty", "")
    form = TogetherForm(request.POST)

    def work() -> str:
        if heading:
            done = together.empty_all(batch_id, cause, heading, by=request.by)
        else:
            done = together.leave_all(batch_id, cause, reason=request.POST.get("reason", ""), by=request.by)
        _tell_together(request, done)
        return _onwards(request, batch_id, 0)

    try:
        return once(request, work, by=request.by)
    except InvalidInput as refused:
        form.take(refused.findings)
        return _shown(request, batch_id, None, form=form)


def _decision(request: PortalRequest, batch_id: UUID, number: int) -> tuple[Callable[[], settling.Settled], PortalForm]:
    """What the button that was pressed does, and the form its findings belong to."""
    reason = request.POST.get("reason", "")
    match request.POST.get("decision", ""):
        case "new":
            form: PortalForm = NewForm(request.POST)
            return lambda: settling.call_new(batch_id, number, reason=reason, by=request.by), form
        case "leave":
            form = LeaveForm(request.POST)
            return lambda: settling.leave(batch_id, number, reason=reason, by=request.by), form
        case "correct":
            correcting = CorrectForm(exception(batch_id, number, by=request.by), request.POST)
            return lambda: _correct(correcting, batch_id, number, request), correcting
        case _:
            return lambda: _choose(batch_id, number, request), PortalForm(request.POST)


def _choose(batch_id: UUID, number: int, request: PortalRequest) -> settling.Settled:
    token = request.POST.get("candidate", "")
    if not token:
        says, fix = "No candidate was chosen.", "Choose one, or say that the learner is new."
        raise InvalidInput([Finding("candidate_missing", "", says, fix)])
    return settling.choose(batch_id, number, token, by=request.by)


def _correct(form: CorrectForm, batch_id: UUID, number: int, request: PortalRequest) -> settling.Settled:
    changes = form.changes if form.is_valid() else {}
    if not changes:
        raise InvalidInput(
            [Finding("nothing_changed", "", "Nothing was changed.", "Change a value, or leave the row.")]
        )
    return settling.correct(batch_id, number, changes, by=request.by)


def _tell(request: HttpRequest, settled: settling.Settled) -> None:
    row = {"row": settled.number, "reason": said(settled.reason)}
    if settled.is_open:
        messages.warning(request, gettext("Row %(row)d still waits. %(reason)s") % row)
    elif settled.uln is None:
        messages.success(request, gettext("Row %(row)d is left without a number.") % row)
    else:
        messages.success(request, gettext("Row %(row)d is settled. %(reason)s") % row)


def _tell_together(request: HttpRequest, done: together.Together) -> None:
    says = ngettext("%(n)d row is settled.", "%(n)d rows are settled.", done.settled) % {"n": done.settled}
    if done.waiting:
        more = ngettext(
            "%(n)d was worked on and still waits.", "%(n)d were worked on and still wait.", done.waiting
        )  # fmt: skip
        says = f"{says} {more % {'n': done.waiting}}"
    if done.left:
        says = f"{says} {gettext('%(n)d are left: do the same once more.') % {'n': done.left}}"
    messages.success(request, says)


def _onwards(request: PortalRequest, batch_id: UUID, number: int, *, still: bool = False) -> str:
    """The address of the row to look at now: the same while it waits, the next of its cause, the next of any."""
    if still:
        return f"{_list(request, batch_id, number)}#detail"
    cause = request.GET.get("cause", "")
    following = next_exception(batch_id, number, by=request.by, cause=cause)
    if following is None and cause:
        cause, following = "", next_exception(batch_id, number, by=request.by)
    if following is None:
        messages.success(request, gettext("Nothing waits any more. Fetch the return file."))
        return reverse("batch", args=[batch_id])
    return f"{_list(request, batch_id, following, cause=cause)}#list"


def _list(request: HttpRequest, batch_id: UUID, row: int | None = None, *, cause: str | None = None) -> str:
    kept = _kept(request, cause)
    query = urlencode({**kept, "row": row} if row else kept)
    return f"{reverse('exceptions', args=[batch_id])}{'?' if query else ''}{query}"


def _kept(request: HttpRequest, cause: str | None = None) -> dict[str, Any]:
    """Which part of the list is in view: its cause and where its page begins."""
    kept = {
        "cause": request.GET.get("cause", "") if cause is None else cause,
        "after": _number(request.GET.get("after")),
    }
    return {name: value for name, value in kept.items() if value}


def _shown(
    request: PortalRequest,
    batch_id: UUID,
    number: int | None,
    *,
    form: PortalForm | None = None,
    details: dict[str, Any] | None = None,
) -> HttpResponse:
    found = causes(batch_id, by=request.by)
    cause = next((each for each in found if each.key == request.GET.get("cause")), None)
    key, after = (cause.key if cause else ""), _number(request.GET.get("after")) or 0
    rows = exception_page(batch_id, by=request.by, after=after, cause=key)
    if not rows["rows"] or (number and not _holds(rows, number)):
        # The page this row stands on now: rows before it have gone, or it was reached by its number.
        after = max((number or 1) - 1, 0)
        rows = exception_page(batch_id, by=request.by, after=after, cause=key)
    current = number or (rows["rows"][0]["number"] if rows["rows"] else None)
    row = exception(batch_id, current, by=request.by) if current else None
    kept: dict[str, str | int] = {name: value for name, value in (("cause", key), ("after", after)) if value}
    context = {
        "batch_id": batch_id,
        "page_of_rows": rows,
        "causes": found,
        "cause": cause,
        "row": row,
        "kept": urlencode(kept),
        "older": f"?{urlencode({**kept, 'after': rows['after']})}" if rows["after"] else "",
        "newer": f"?{urlencode({'cause': key} if key else {})}" if after else "",
        "form": form,
        "page_size": PAGE,
        "area": "batches",
        "together": form if isinstance(form, TogetherForm) else TogetherForm(),
        **(beside(row, form, details) if row else {}),
    }  # fmt: skip
    return render(request, "portal/batches/exceptions.html", context, status=422 if form is not None else 200)


def _holds(rows: dict[str, Any], number: int) -> bool:
    return any(each["number"] == number for each in rows["rows"])


def _number(text: str | None) -> int | None:
    """A row's number out of an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
