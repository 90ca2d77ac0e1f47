"""Change a learner's details: mistake or life, the details, a look at what changes, and only then is it written.

The answers stay in hidden fields. A change by somebody else meanwhile is shown, and the answers are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from rollbook.base.errors import Conflict, InvalidInput
from rollbook.base.findings import Finding
from rollbook.definitions.learner_fields import Occasion
from rollbook.register.consequences import with_consequences
from rollbook.service.actions.learners.fields import ROW_FIELDS, errors, notice_errors, row_values
from rollbook.service.actions.learners.update import update
from rollbook.service.readers.learner_history import at_version, changed_since
from rollbook.service.readers.learner_page import LearnerPage, learner_page
from rollbook.web.portal.learners import values
from rollbook.web.portal.learners.address import as_nobody, record_address, trail, uln_of
from rollbook.web.portal.learners.changing_forms import (
    MISTAKE,
    DetailsForm,
    KindForm,
    as_initial,
    differences,
)
from rollbook.web.portal.once import once
from rollbook.web.portal.page import PortalRequest, page

NOT_ANSWERS = {"csrfmiddlewaretoken", "form_key", "step"}


@page("learner_change", "update", guide="change-details", purpose=True)
def change(request: PortalRequest, address: str) -> HttpResponse:
    """One step of a change; which one, the form says."""
    uln = uln_of(address, by=request.by)
    with as_nobody():
        found = learner_page(uln, by=request.by, purpose=request.purpose)
    steps = {"kind": _kind, "details": _details, "edit": _edit, "again": _again, "save": _save}
    if request.method != "POST":
        return _ask_kind(request, found, KindForm())
    return steps.get(request.POST.get("step", ""), _kind)(request, found)


def _kind(request: PortalRequest, found: LearnerPage) -> HttpResponse:
    form = KindForm(request.POST)
    if not form.is_valid() or form.errors:
        return _ask_kind(request, found, form)
    details = DetailsForm(initial=as_initial(found.record), contested=found.contested)
    return _ask_details(request, found, details, form.cleaned_data["kind"], found.record["version"])


def _details(request: PortalRequest, found: LearnerPage) -> HttpResponse:
    """The answers are looked at; where all is well, what changes is shown before it is written."""
    form, base, version = _asked(request, found)
    sent = differences(base, form.answers())
    if wrong := _wrong(form, sent, base):
        form.take(wrong)
        return _ask_details(request, found, form, _kind_of(request), version)
    if version != found.record["version"]:
        return _conflict(request, found, sent, base, version)
    return _check(request, found, sent, base)


def _edit(request: PortalRequest, found: LearnerPage) -> HttpResponse:
    """Back from the check to the details, with every answer."""
    form, base, version = _asked(request, found)
    kept = {name: form.cleaned_data.get(name, "") for name in ("reason", "notes", "notice_version")}
    initial = {**as_initial(base, differences(base, form.answers())), **kept}
    details = DetailsForm(initial=initial, contested=found.contested)
    return _ask_details(request, found, details, _kind_of(request), version)


def _again(request: PortalRequest, found: LearnerPage) -> HttpResponse:
    """After a conflict: the record as it is now, with one's own answers over it."""
    form, base, _ = _asked(request, found)
    kept = {name: form.cleaned_data.get(name, "") for name in ("reason", "notes")}
    initial = {**as_initial(found.record, differences(base, form.answers())), **kept}
    if form.cleaned_data.get("notice_version") != base.get("notice_version"):
        initial["notice_version"] = form.cleaned_data.get("notice_version", "")
    details = DetailsForm(initial=initial, contested=found.contested)
    return _ask_details(request, found, details, _kind_of(request), found.record["version"])


def _save(request: PortalRequest, found: LearnerPage) -> HttpResponse:
    form, base, version = _asked(request, found)
    sent = differences(base, form.answers())
    fields: dict[str, str | None] = {**sent}
    if note := form.cleaned_data.get("notes"):
        fields["notes"] = note

    def work() -> str:
        made = update(
            found.uln, fields, version=version, reason=form.cleaned_data["reason"].strip(), by=request.by,
            purpose=request.purpose, notice_version=_new_notice(form, base), was_mistake=_kind_of(request) == MISTAKE,
        )  # fmt: skip
        messages.success(request, gettext("The record is changed. The history holds what was there before."))
        return record_address(made.uln)

    try:
        return once(request, work, by=request.by)
    except InvalidInput as error:
        form.take(error.findings)
        return _ask_details(request, found, form, _kind_of(request), version)
    except Conflict:
        if found.record["version"] == version:
            raise
        return _conflict(request, found, sent, base, version)


def _asked(request: PortalRequest, found: LearnerPage) -> tuple[DetailsForm, dict[str, Any], int]:
    """The answers sent, the record they are about, and its version when it was read."""
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0
    base = at_version(found.uln, version, by=request.by)
    form = DetailsForm(request.POST, initial=as_initial(base), contested=found.contested)
    form.is_valid()
    return form, base, version


def _wrong(form: DetailsForm, sent: Mapping[str, str], base: Mapping[str, Any]) -> list[Finding]:
    found = [
        *errors(sent, today=timezone.localdate(), occasion=Occasion.UPDATE),
        *notice_errors(_new_notice(form, base)),
    ]
    if not form.cleaned_data["reason"].strip():
        found.append(
            Finding("reason_missing", "reason", "A change needs its reason.", "Say what you saw or were told.")
        )
    if not sent and not form.cleaned_data["notes"] and not _new_notice(form, base):
        found.append(Finding("nothing_changed", "", "Nothing differs from the record.", "Change a detail, or go back."))
    return found


def _new_notice(form: DetailsForm, base: Mapping[str, Any]) -> str:
    typed = str(form.cleaned_data.get("notice_version") or "").strip()
    return typed if typed != (base.get("notice_version") or "") else ""


def _kind_of(request: PortalRequest) -> str:
    return request.POST.get("kind", "")


def _ask_kind(request: PortalRequest, found: LearnerPage, form: KindForm) -> HttpResponse:
    return _render(request, found, "change_kind.html", form=form)


def _ask_details(
    request: PortalRequest, found: LearnerPage, form: DetailsForm, kind: str, version: int
) -> HttpResponse:
    return _render(
        request, found, "change_details.html", form=form, kind=kind, version=version, is_mistake=kind == MISTAKE
    )


def _check(
    request: PortalRequest, found: LearnerPage, sent: Mapping[str, str], base: Mapping[str, Any]
) -> HttpResponse:
    is_mistake = _kind_of(request) == MISTAKE
    changed = _changed(sent, base)
    follows = with_consequences(
        base, {name: pair[1] for name, pair in changed.items() if name in ROW_FIELDS}, was_mistake=is_mistake
    )
    return _render(
        request, found, "change_check.html", carried=_carried(request), changes=values.changes(changed),
        is_mistake=is_mistake, new_former=[name for name in ("former_names", "former_postcodes") if name in follows],
        note=request.POST.get("notes", ""), reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _conflict(
    request: PortalRequest, found: LearnerPage, sent: Mapping[str, str], base: Mapping[str, Any], version: int
) -> HttpResponse:
    meanwhile = [
        {**each, "changed": values.changes(each["changed"])}
        for each in changed_since(found.uln, version, by=request.by)
    ]
    touched = {row["name"] for each in meanwhile for row in each["changed"]}
    mine = [{**row, "also": row["name"] in touched} for row in values.changes(_changed(sent, base))]
    response = _render(
        request, found, "change_conflict.html", carried=_carried(request), meanwhile=meanwhile, changes=mine
    )
    response.status_code = 409
    return response


def _changed(sent: Mapping[str, str], base: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    kept = row_values(sent)
    return {name: (base.get(name), kept.get(name)) for name in sent}


def _carried(request: PortalRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, several in request.POST.lists() if name not in NOT_ANSWERS for value in several]


def _render(request: PortalRequest, found: LearnerPage, template: str, **more: Any) -> HttpResponse:
    context = {"area": "learners", "trail": trail(by=request.by, uln=found.uln), "found": found, **more}
    return render(request, f"portal/learners/{template}", context)
