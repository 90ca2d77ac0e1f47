"""Raise an objection for a learner: what she objects to, how she said it, what she wants. It stands at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.base.errors import InvalidInput
from rollbook.register.objections import Objecting, contestable, kinds, ways
from rollbook.service.actions.learners.objections import object_for
from rollbook.web.portal.forms import Choices, LongText, PortalForm, Selection, TextField, sent
from rollbook.web.portal.learners import values
from rollbook.web.portal.learners.address import record_address, trail, uln_of
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page


class ObjectionForm(PortalForm):
    """What she says."""

    kind = Choices(label=_("What does the learner object to?"))
    field = Selection(
        label=_("Which detail is wrong?"), help_text=_("Only where a detail is wrong. It is marked from now on.")
    )
    said = LongText(label=_("What does the learner say, in their own words?"), rows=4, max_length=1000)
    wanted = TextField(
        label=_("What should stand there instead? (optional)"),
        help_text=_("As the learner gives it, for the register’s team."),
    )
    said_how = Choices(label=_("How did the learner tell you?"))
    evidence = LongText(
        label=_("What did you see? (optional)"), rows=2, help_text=_("Such as “birth certificate, original”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(code, gettext(each.says)) for code, each in kinds().items()]
        fields["said_how"].choices = [(code, gettext(says)) for code, says in ways().items()]
        fields["field"].choices = [("", "–"), *((name, values.title_of(name)) for name in contestable())]


@page("learner_object", "object", guide="object-for-a-learner", purpose=True)
def raise_objection(request: PortalRequest, address: str) -> HttpResponse:
    """Record an objection."""
    uln = uln_of(address, by=request.by)
    form = ObjectionForm(sent(request))

    def work() -> str:
        object_for(uln, Objecting(**form.cleaned_data), by=request.by, purpose=request.purpose)
        messages.success(
            request, gettext("The objection stands from now on. The register’s team decides, and says why.")
        )
        return record_address(uln)

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, work, by=request.by)
        except InvalidInput as error:
            form.take(error.findings)
    context = {"area": "learners", "trail": trail(by=request.by, uln=uln), "form": form}
    return render(request, "portal/learners/object.html", context)
