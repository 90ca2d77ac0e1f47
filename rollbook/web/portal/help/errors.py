"""Every failure and every finding by its name: what it says, what to do, an example; and the codes of batch files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from rollbook.base.errors import ANSWERS
from rollbook.base.findings import Finding
from rollbook.definitions import learner_definition
from rollbook.definitions.known_findings import known_findings
from rollbook.standards import return_codes
from rollbook.web.portal.page import open_page

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Failure:
    """One class of failure: its anchor, its sentence, and how programs see it."""

    anchor: str
    name: str
    says: str
    status: int
    exit_code: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with the field's title and an invented value that leads to it."""

    title: str
    says: str
    fix: str
    example: str


@open_page("errors", guide="find-help")
def errors(request: HttpRequest) -> HttpResponse:
    """The reference of errors; an address with a name after # leads to one."""
    context = {
        "area": "help",
        "failures": _failures(),
        "rules": _rules(),
        "codes": return_codes(),
    }
    return render(request, "portal/help/errors.html", context)


def _failures() -> list[Failure]:
    return [
        Failure(kind.__name__.lower(), kind.__name__, " ".join((kind.__doc__ or "").split()), *answer)
        for kind, answer in ANSWERS.items()
    ]


def _rules() -> list[tuple[str, list[Shown]]]:
    found: dict[str, list[Shown]] = defaultdict(list)
    for each in known_findings(today=timezone.localdate()):
        found[each.rule].append(_shown(each))
    return sorted(found.items())


def _shown(finding: Finding) -> Shown:
    field = learner_definition().fields.get(finding.field)
    cut = len(finding.value) > LONGEST_SHOWN
    # A character that cannot be seen is shown as its escape.
    example = ascii(finding.value[:LONGEST_SHOWN])[1:-1] + (" …" if cut else "")
    return Shown(field.title if field else finding.field, finding.says, finding.fix, example)
