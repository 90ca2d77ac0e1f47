"""Links that stand, one link with what its undo would do, and unclear details settled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.base.findings import Finding
from rollbook.service.actions.learners import links as actions
from rollbook.service.actions.learners.changing import require_reason
from rollbook.service.readers.links import one_link, standing_links, unclear_values
from rollbook.web.portal.forms import Choices, LongText, PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.queue import places
from rollbook.web.portal.review.words import in_words, title_of
from rollbook.web.portal.tags import uln

GUIDE = "settle-two-numbers"
PAGE = 50


class UndoForm(PortalForm):
    """Why a link is undone."""

    reason = LongText(
        label=_("What shows that these are two people?"),
        help_text=_("It is kept. Write no names, dates or numbers of the learners."),
    )


class UnclearForm(PortalForm):
    """Whose a value is, and why."""

    choice = Choices(label=_("Whose is the value that was changed under the number that left?"))
    reason = LongText(label=_("What shows whose it is?"), rows=2)

    def __init__(self, each: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{each['id']}_%s", **kwargs)
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            ("number", uln(each["number"])),
            ("survivor", uln(each["survivor"])),
        ]


@page("links", "review", guide=GUIDE, purpose=True)
def links(request: PortalRequest) -> HttpResponse:
    """The links that stand, latest first."""
    text = request.GET.get("skip", "")
    skip = int(text) if text.isdecimal() and len(text) < 7 else 0
    found = standing_links(by=request.by, purpose=request.purpose, most=PAGE + 1, skip=skip)
    context = {
        "links": found[:PAGE], "skip": skip, "older": f"?skip={skip + PAGE}" if len(found) > PAGE else "",
        "newer": f"?skip={max(skip - PAGE, 0)}" if skip else "", **places(request),
    }  # fmt: skip
    return render(request, "portal/review/links.html", context)


@page("link", "review", guide=GUIDE, purpose=True)
def link(request: PortalRequest, link_id: UUID) -> HttpResponse:
    """What an undo of this link would do; then undo it."""
    found = one_link(link_id, by=request.by, purpose=request.purpose)
    form = UndoForm(request.POST) if request.method == "POST" else UndoForm()
    sure = False
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            require_reason(
                reason, says="To undo a link needs a reason.", fix="Say what shows that these are two people."
            )
            if request.POST.get("sure") == "yes":
                return once(request, lambda: _undo(request, link_id, reason), by=request.by)
            sure = True
        except InvalidInput as refused:
            form.take(refused.findings)
    context = {
        "link": found, "form": form, "sure": sure, "reason": request.POST.get("reason", ""),
        "returns": _in_words(found["returns"]), "stays": _in_words(found["stays"]),
        "unclear": [
            (title_of(name := each["field"]), in_words(name, each["number"]), in_words(name, each["survivor"]))
            for each in found["unclear"]
        ],
        "trail": [(_("Review"), reverse("review")), (_("Links"), reverse("links"))], **places(request),
    }  # fmt: skip
    return render(request, "portal/review/undo.html" if sure else "portal/review/link.html", context)


@page("unclear", "review", guide=GUIDE, purpose=True)
def unclear(request: PortalRequest) -> HttpResponse:
    """Details that changed under both numbers of an undone link."""
    return _unclear(request)


@page("settle_unclear", "review", guide=GUIDE, purpose=True)
def settle_unclear(request: PortalRequest, unclear_id: UUID) -> HttpResponse:
    """Say whose one of them is."""
    if request.method != "POST":
        return redirect("unclear")
    try:
        return once(request, lambda: _settle(request, unclear_id), by=request.by)
    except InvalidInput as refused:
        return _unclear(request, wrong=(str(unclear_id), refused))


def _undo(request: PortalRequest, link_id: UUID, reason: str) -> str:
    done = actions.undo(link_id, reason=reason, by=request.by, purpose=request.purpose)
    says = gettext("Undone. The two numbers are two learners again.")
    if done.unclear:
        left = ngettext("%(count)d detail waits for you.", "%(count)d details wait for you.", done.unclear)
        says = f"{says} {left % {'count': done.unclear}}"
    messages.success(request, says)
    return reverse("unclear") if done.unclear else reverse("link", args=[link_id])


def _settle(request: PortalRequest, unclear_id: UUID) -> str:
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    wrong: list[Finding] = []
    if choice not in ("number", "survivor"):
        wrong.append(Finding("choice_missing", "choice", "It was not said whose the value is.", "Choose one number."))
    try:
        require_reason(reason, says="A decision needs its reason.", fix="Say what shows whose value it is.")
    except InvalidInput as refused:
        wrong += refused.findings
    if wrong:
        raise InvalidInput(wrong)
    actions.settle_unclear(unclear_id, choice, reason=reason, by=request.by, purpose=request.purpose)
    messages.success(request, gettext("Settled."))
    return reverse("unclear")


def _unclear(request: PortalRequest, *, wrong: tuple[str, InvalidInput] | None = None) -> HttpResponse:
    rows, failed = [], None
    for each in unclear_values(by=request.by, purpose=request.purpose, most=PAGE):
        form = UnclearForm(each)
        if wrong and wrong[0] == each["id"]:
            form = failed = UnclearForm(each, request.POST)
            form.take(wrong[1].findings)
        values = (in_words(each["field"], each["under_number"]), in_words(each["field"], each["under_survivor"]))
        rows.append({**each, "ask": form, "title": title_of(each["field"]), "ours": values[0], "theirs": values[1]})
    context = {"rows": rows, "form": failed, **places(request)}
    return render(request, "portal/review/unclear.html", context)


def _in_words(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(title_of(each["field"]), in_words(each["field"], each["value"]) or "–") for each in found]
