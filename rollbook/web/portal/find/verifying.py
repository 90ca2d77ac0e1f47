"""Do this number and these names belong together?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from rollbook.service.actions.learners.verify import verify_all
from rollbook.service.readers.verifications import SAYS, failures
from rollbook.web.portal.find.carrying import shown
from rollbook.web.portal.find.forms import Verifying
from rollbook.web.portal.find.values import in_boxes
from rollbook.web.portal.page import PortalRequest, page


@page("verify", "verify", guide="find-a-learner", purpose=True)
def verify(request: PortalRequest) -> HttpResponse:
    """Hold a number against names, and a birth date and gender where they are given."""
    if request.method != "POST" or "again" in request.POST:
        return _form(request, Verifying(initial=request.POST.dict()))
    form = Verifying(in_boxes(request.POST, "date_of_birth"))
    asked = form.sent()
    (answer,) = verify_all([asked], by=request.by, purpose=request.purpose)
    if answer.findings:
        form.take(answer.findings)
        return _form(request, form)
    grade = answer.verification
    context = {
        **_around(request), "says": SAYS[grade.grade], "grade": str(grade.grade), "uln": grade.uln,
        "failures": failures(grade.flags), "asked": [each for each in shown(asked, ASKED) if each[2]],
        "number": asked["uln"], "hidden": list(asked.items()),
    }  # fmt: skip
    return render(request, "portal/find/verified.html", context)


ASKED = ("given_name", "family_name", "date_of_birth", "gender")


def _form(request: PortalRequest, form: Verifying) -> HttpResponse:
    return render(request, "portal/find/verify.html", {**_around(request), "form": form})


def _around(request: PortalRequest) -> dict[str, Any]:
    """Whoever may search comes here from the search; an operator from the navigation."""
    may_find = request.by.may("find")
    return {"area": "find" if may_find else "verify", "may_find": may_find}
