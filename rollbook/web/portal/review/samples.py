"""Samples of pairs: asked for, judged one after the other without score or decision, and what they say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.service.actions.samples import ask_sample, judge_pair
from rollbook.service.readers.accuracy import results
from rollbook.service.readers.samples import last_judged, pair_to_judge, progress
from rollbook.service.readers.samples import samples as all_samples
from rollbook.web.portal.forms import NumberText, PortalForm
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page
from rollbook.web.portal.review.queue import places
from rollbook.web.portal.review.words import COMMUNITIES, KINDS, Line, in_words, title_of

GUIDE = "review-a-sample"
FIGURES = {
    "exact": (_("Exact matches that are right"), _("of batch rows that met one learner without anybody looking")),
    "chosen": (_("Choices that are right"), _("of batch rows for which somebody chose a candidate")),
    "linked": (_("Links that are right"), _("of two numbers that a reviewer linked")),
    "suspected": (_("Pairs at or above the threshold that are one person"), _("of two records that share a key")),
    "recall": (
        _("Pairs of one person that are linked or shown"),
        _("of those that share a key; of pairs that share none this says nothing"),
    ),
    "passed_over": (
        _("Candidates passed over who were the same person"),
        _("of those for whom a new number was given all the same"),
    ),
}


class AskForm(PortalForm):
    """How large a sample, and from which seed."""

    size = NumberText(label=_("How many pairs?"), initial="200", width=4)
    seed = NumberText(
        label=_("Seed (optional)"),
        help_text=_("The same seed draws the same pairs of the same register. Leave it empty for a new one."),
        width=10,
    )


@page("samples", "review", guide=GUIDE, purpose=True)
def samples(request: PortalRequest) -> HttpResponse:
    """All samples, and a form to ask for one."""
    form = AskForm(request.POST) if request.method == "POST" else AskForm()
    if request.method == "POST":
        try:
            return once(request, lambda: _ask(request), by=request.by)
        except InvalidInput as refused:
            form.take(refused.findings)
    context = {"samples": all_samples(by=request.by), "form": form, **places(request)}
    return render(request, "portal/review/samples.html", context)


@page("sample", "review", guide=GUIDE, purpose=True)
def sample(request: PortalRequest, sample_id: UUID) -> HttpResponse:
    """What a sample says so far."""
    found = results(sample_id, by=request.by, purpose=request.purpose)
    figures = [
        {"name": name, "title": title, "of": of, "found": found["figures"][name], "cautious": found["cautious"][name]}
        for name, (title, of) in FIGURES.items()
    ]
    context = {
        "found": found, "figures": figures, "kinds": KINDS, "communities": COMMUNITIES,
        "progress": progress(sample_id, by=request.by), "sample_id": sample_id,
        "trail": [(_("Review"), reverse("review")), (_("Samples"), reverse("samples"))], **places(request),
    }  # fmt: skip
    return render(request, "portal/review/sample.html", context)


@page("judge_pair", "review", guide=GUIDE, purpose=True)
def judge(request: PortalRequest, sample_id: UUID) -> HttpResponse:
    """The next pair, or the last one again; what is said leads to the next."""
    if request.method == "POST":
        return _judged(request, sample_id)
    place = last_judged(sample_id, by=request.by) if "again" in request.GET else None
    pair = pair_to_judge(sample_id, place=place, by=request.by, purpose=request.purpose)
    if pair is None:
        messages.success(request, gettext("No pair of this sample waits for you."))
        return redirect("sample", sample_id)
    context = {
        "pair": pair, "lines": _lines(pair["rows"]), "progress": progress(sample_id, by=request.by),
        "sample_id": sample_id, "trail": [(_("Review"), reverse("review")), (_("Samples"), reverse("samples")),
                                          (_("Sample"), reverse("sample", args=[sample_id]))],
        **places(request),
    }  # fmt: skip
    return render(request, "portal/review/judge.html", context)


def _judged(request: PortalRequest, sample_id: UUID) -> HttpResponse:
    place = request.POST.get("place", "")

    def work() -> str:
        judge_pair(
            sample_id, int(place) if place.isdecimal() and len(place) < 7 else 0, request.POST.get("verdict", ""),
            by=request.by, purpose=request.purpose,
        )  # fmt: skip
        return reverse("judge_pair", args=[sample_id])

    try:
        return once(request, work, by=request.by)
    except Conflict:  # somebody judged it meanwhile
        messages.warning(request, gettext("That pair needs no judgement of yours any more. Here is the next one."))
    except InvalidInput:
        messages.warning(request, gettext("Nothing was said of the pair. Choose one of the three."))
    return redirect("judge_pair", sample_id)


def _ask(request: PortalRequest) -> str:
    size, seed = request.POST.get("size", "").strip(), request.POST.get("seed", "").strip()
    wrong = [
        Finding(f"sample_{name}", name, "This is not a whole number.", "Use digits only.")
        for name, text in (("size", size), ("seed", seed))
        if not (text.isdecimal() and len(text) < 11) and (text or name == "size")
    ]
    if wrong:
        raise InvalidInput(wrong)
    ask_sample(int(size), seed=int(seed) if seed else None, by=request.by, purpose=request.purpose)
    messages.success(request, gettext("Asked for. A worker draws the pairs now; open the page again in a moment."))
    return reverse("samples")


def _lines(rows: list[dict[str, Any]]) -> list[Line]:
    return [
        Line(title_of(row["field"]), in_words(row["field"], row["left"]), in_words(row["field"], row["right"]))
        for row in rows
    ]
