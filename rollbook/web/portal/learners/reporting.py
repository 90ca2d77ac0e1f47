"""Report that a learner has two numbers, or that one number stands for two people; a reviewer decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.definitions.identifiers import uln as numbers
from rollbook.service.actions.learners import duplicates
from rollbook.service.actions.learners.objections import report_two_people
from rollbook.web.portal.forms import Choices, LongText, NumberText, PortalForm, sent
from rollbook.web.portal.learners.address import record_address, trail, uln_of
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

TWO_NUMBERS, TWO_PEOPLE = "two_numbers", "two_people"


class ReportForm(PortalForm):
    """Two numbers of one person, or one number of two."""

    what = Choices(
        label=_("What have you found?"),
        choices=[
            (TWO_NUMBERS, _("The learner has a second number")),
            (TWO_PEOPLE, _("This number stands for two people")),
        ],
    )
    second = NumberText(label=_("The second number"), help_text=_("Only where the learner has two. Ten digits."))
    said = LongText(
        label=_("What shows it?"),
        help_text=_("Such as “the same passport in both files”. No names, no addresses: a reviewer sees both records."),
    )


@page("learner_report", "report", guide="report-a-duplicate", purpose=True)
def report(request: PortalRequest, address: str) -> HttpResponse:
    """Report one or the other."""
    uln = uln_of(address, by=request.by)
    form = ReportForm(sent(request))

    def work() -> str:
        said = form.cleaned_data["said"]
        if form.cleaned_data["what"] == TWO_PEOPLE:
            report_two_people(uln, said=said, by=request.by, purpose=request.purpose)
        else:
            duplicates.report(
                uln, _number(form.cleaned_data["second"]), said=said, by=request.by, purpose=request.purpose
            )
        messages.success(request, gettext("Your report is with the reviewers. Until they decide, nothing changes."))
        return record_address(uln)

    if request.method == "POST" and form.is_valid():
        try:
            if wrong := _wrong(form):
                raise InvalidInput(wrong)
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
        except NotFound as error:
            form.take([Finding("not_found", "second", error.message, error.fix)])
    context = {"area": "learners", "trail": trail(by=request.by, uln=uln), "form": form,
               "title": _("Report a duplicate"), "button": _("Send the report")}  # fmt: skip
    return render(request, "portal/learners/form.html", context)


def _wrong(form: ReportForm) -> list[Finding]:
    found = []
    if form.cleaned_data["what"] not in (TWO_NUMBERS, TWO_PEOPLE):
        found.append(Finding("missing", "what", "It is not said what you have found.", "Choose one of the two."))
    if not form.cleaned_data["said"].strip():
        found.append(Finding("reason_missing", "said", "It is not said what shows it.", "Say what you compared."))
    return found


def _number(text: str) -> int:
    parsed = numbers.parse(text)
    if not isinstance(parsed, str):
        raise InvalidInput([Finding("wrong_number", "second", parsed.says, parsed.fix)])
    return int(parsed)
