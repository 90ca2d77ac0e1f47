"""One case: both records side by side with their history, a decision with its reason, and the next case after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.service.actions.learners import duplicates
from rollbook.service.actions.learners.changing import require_reason
from rollbook.service.readers.cases import next_case
from rollbook.service.readers.one_case import one_case
from rollbook.web.portal.forms import Choices, LongText, PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.queue import kept_query, places, wanted_of
from rollbook.web.portal.review.words import CHANGES, SOURCES, STATES, in_words, lines, title_of
from rollbook.web.portal.tags import uln

GUIDE = "settle-two-numbers"


class DecisionForm(PortalForm):
    """Why, and for one person which number stays."""

    reason = LongText(
        label=_("What did you compare?"),
        help_text=_("It is kept and shown to whoever asks why. Write no names, dates or numbers of the learner."),
    )
    survivor = Choices(
        label=_("If they are the same person, which number stays?"),
        help_text=_("The other number leads to it from then on. Both records stay whole, and a link can be undone."),
    )

    def __init__(self, case: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [case[name] for name in ("first", "second")]
        numbers = dict.fromkeys(side["survivor"] for side in sides)
        self.fields["survivor"].choices = [(number, uln(number)) for number in numbers]  # type: ignore[attr-defined]
        proposed = case["proposal"]["survivor"]
        if proposed and len(numbers) == 2:
            self.fields["survivor"].initial = case[proposed]["survivor"]


@page("case", "review", guide=GUIDE, purpose=True)
def case(request: PortalRequest, case_id: UUID) -> HttpResponse:
    """Compare, decide, confirm."""
    found = one_case(case_id, by=request.by, purpose=request.purpose)
    if request.method != "POST":
        return _shown(request, found, DecisionForm(found))
    form = DecisionForm(found, request.POST)
    decision = request.POST.get("decision", "")
    try:
        if request.POST.get("sure") == "yes":  # sent twice, it goes where the first went, though the case is settled
            return once(request, lambda: _settle(request, found, decision), by=request.by)
        _refuse_unfit(request, found, decision)
    except InvalidInput as refused:
        form.take(refused.findings)
        return _shown(request, found, form)
    return _confirm(request, found, decision)


def _settle(request: PortalRequest, found: dict[str, Any], decision: str) -> str:
    _refuse_unfit(request, found, decision)
    same = decision == "same"
    duplicates.settle(
        UUID(found["id"]), same_person=same, survivor=int(request.POST["survivor"]) if same else None,
        reason=request.POST["reason"], by=request.by, purpose=request.purpose,
    )  # fmt: skip
    messages.success(
        request, gettext("Linked. The other number leads to the one that stays from now on.") if same
        else gettext("Kept apart. The nightly sweep does not raise this pair again."),
    )  # fmt: skip
    kept = kept_query(request.GET)
    following = next_case(UUID(found["id"]), by=request.by, wanted=wanted_of(request.GET))
    address = reverse("case", args=[following]) if following else reverse("review")
    return f"{address}?{kept}" if kept else address


def _refuse_unfit(request: PortalRequest, found: dict[str, Any], decision: str) -> None:
    reason, survivor = request.POST.get("reason", ""), request.POST.get("survivor", "")
    if found["state"] != "open":
        raise Conflict("This case has been settled already.", fix="Look at the log of decisions.")
    wrong: list[Finding] = []
    try:
        require_reason(reason, says="A decision needs its reason.", fix="Say what you compared.")
    except InvalidInput as refused:
        wrong += refused.findings
    if decision not in ("same", "different"):
        wrong.append(Finding("decision_missing", "", "Nothing was decided.", "Say whether they are one person."))
    if decision == "same" and survivor not in (found["first"]["survivor"], found["second"]["survivor"]):
        wrong.append(
            Finding("survivor_missing", "survivor", "It was not said which number stays.", "Choose one of the two.")
        )
    if wrong:
        raise InvalidInput(wrong)


def _confirm(request: PortalRequest, found: dict[str, Any], decision: str) -> HttpResponse:
    stays = request.POST.get("survivor", "")
    goes = [found[name]["survivor"] for name in ("first", "second") if found[name]["survivor"] != stays]
    context = {
        "case": found, "decision": decision, "reason": request.POST["reason"], "stays": stays,
        "goes": goes[0] if goes else "", "trail": _trail(request), **places(request),
    }  # fmt: skip
    return render(request, "portal/review/confirm.html", context)


def _shown(request: PortalRequest, found: dict[str, Any], form: DecisionForm) -> HttpResponse:
    first, second = found["first"], found["second"]
    context = {
        "case": found,
        "form": form,
        "lines": lines(_everything(first), _everything(second), found["agreement"]),
        "sides": [_side(side) for side in (first, second)],
        "source": SOURCES[found["source"]],
        "state": STATES[found["state"]],
        "states": STATES,
        "proposed": found[found["proposal"]["survivor"]]["uln"] if found["proposal"]["survivor"] else "",
        "one_already": first["survivor"] == second["survivor"],
        "following": next_case(UUID(found["id"]), by=request.by, wanted=wanted_of(request.GET)),
        "kept": kept_query(request.GET),
        "trail": _trail(request),
        **places(request),
    }
    return render(request, "portal/review/case.html", context)


def _trail(request: PortalRequest) -> list[tuple[Any, str]]:
    kept = kept_query(request.GET)
    return [(_("Review"), f"{reverse('review')}?{kept}" if kept else reverse("review"))]


def _everything(side: dict[str, Any]) -> dict[str, Any]:
    also = ("former_names", "alternative_names", "former_postcodes")
    return {**side["values"], **{name: side[name] for name in also}}


def _side(side: dict[str, Any]) -> dict[str, Any]:
    """A record's history with words in place of codes."""
    changes = [
        {**each, "says": CHANGES.get(each["kind"], each["kind"]), "fields": _fields(each["fields"])}
        for each in side["changes"]
    ]
    return {**side, "changes": changes}


def _fields(changed: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (title_of(name), in_words(name, before) or "–", in_words(name, after) or "–")
        for name, (before, after) in sorted(changed.items())
    ]
