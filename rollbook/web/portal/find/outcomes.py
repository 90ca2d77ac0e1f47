"""A search's outcome as a page: what was found, what may be told of it, and what can be done next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rollbook.definitions.postcodes import is_placeholder
from rollbook.register.outcomes import Outcome
from rollbook.service.actions.learners.holding import is_held
from rollbook.service.readers.answers import answer
from rollbook.web.portal.find.carrying import NEW, compared, details_of, hidden, shown
from rollbook.web.portal.find.deciding_forms import EnrolForm
from rollbook.web.portal.find.forms import MORE
from rollbook.web.portal.page import PortalRequest

# What tells people apart best, for a search that found too many.
HELPFUL = ("middle_names", "previous_family_name", "place_of_birth", "school_at_16", "email", "unique_pupil_number")
LABELS = {
    "gender": _("the gender, if it is known"),
    "postcode": _("the postcode, if it is known"),
    "middle_names": _("middle names"),
    "previous_family_name": _("an earlier family name"),
    "place_of_birth": _("the place of birth"),
    "school_at_16": _("the school at 16"),
    "email": _("the e-mail address"),
    "unique_pupil_number": _("the Unique Pupil Number (UPN)"),
}


def outcome_page(
    request: PortalRequest, outcome: Outcome, answers: Mapping[str, str], *, by_number: str = "", note: Any = ""
) -> HttpResponse:
    """The page of an outcome. `answers` are all the journey carries; `by_number` is the ULN where one was asked for."""
    told = answer(outcome, by=request.by)
    return render(
        request, f"portal/find/{told['outcome']}.html", {**_around(request, told, answers, by_number), "note": note}
    )  # fmt: skip


def _around(request: PortalRequest, told: dict[str, Any], answers: Mapping[str, str], by_number: str) -> dict[str, Any]:
    by = request.by
    asked = details_of(answers)
    carried = {**answers, "passed": told["outcome"] if told["outcome"] in ("possible", "too_many") else ""}
    context = {
        "area": "find",
        "told": told,
        "asked": shown(answers) if not by_number else shown(answers, ("given_name", "family_name")),
        "compared": compared(asked)[: 2 if by_number else None],
        "by_number": by_number,
        "hidden": hidden(carried),
        "may_enrol": by.may("enrol"),
        "may_register": by.may("register") and not by_number,
        "may_reveal": by.may("reveal"),
        "helpful": helpful(answers),
        "more": MORE,
    }
    if "uln" in told:
        number = told.get("linked_uln", told["uln"])
        context |= enrolling(asked, number)
        context["held"] = by.may("read") and by.organisation is not None and is_held(int(told["uln"]), by=by)
    return context


def helpful(answers: Mapping[str, str]) -> list[Any]:
    """The details that were not given, or given as unknown, and would tell people apart."""
    unknown = ["gender"] if answers.get("gender") in ("0", "9") else []
    if is_placeholder(answers.get("postcode", "").upper()):
        unknown.append("postcode")
    return [LABELS[name] for name in (*unknown, *HELPFUL) if name in unknown or not answers.get(name)]


def enrolling(asked: Mapping[str, str], number: str, form: EnrolForm | None = None) -> dict[str, Any]:
    """What the short form of an enrolment needs: the number as it was found, with the details that prove it."""
    proof = {name: asked.get(name, "") for name in ("given_name", "family_name", "date_of_birth", "gender")}
    return {
        "number": number,
        "proof": [(name, value) for name, value in {"uln": number, **proof}.items() if value],
        "enrol_form": form or EnrolForm(initial={"start": timezone.localdate().isoformat()}),
        "new": NEW,
    }
