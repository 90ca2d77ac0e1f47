"""What people say to an alert: the organisation answers it, the register's team lifts it, keeps it or suspends."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.base.findings import Finding
from rollbook.organisations import Caller
from rollbook.service.actions import clients, organisations, users
from rollbook.service.actions.watching.looking import STANDING, UPKEEP
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Alert
from rollbook.service.readers.access_log import of_other_sectors

LONGEST_ANSWER = 2000
LONGEST_REASON = 400


def answer(alert_id: UUID, text: str, *, by: Caller) -> Alert:
    """Say what the searches were for; the register's team reads it before it decides. The latest answer counts."""
    by.require("alerts")
    said = _said(text, "answer", LONGEST_ANSWER)
    with transaction.atomic():
        alert = _standing(alert_id, by=by)
        alert.answer, alert.answered_at, alert.answered_by = said, timezone.now(), by.id
        alert.save(update_fields=["answer", "answered_at", "answered_by"])
        _log("alert_answer", "answered", alert, by=by)
    return alert


def lift(alert_id: UUID, *, reason: str, by: Caller) -> Alert:
    """End an alert and its effect from the next request on; what was searched before is not held against anybody."""
    return _decide(alert_id, Alert.State.LIFTED, reason=reason, by=by)


def keep(alert_id: UUID, *, reason: str, by: Caller) -> Alert:
    """Leave the effect as it is. Nothing more is said unless more is seen."""
    return _decide(alert_id, Alert.State.KEPT, reason=reason, by=by)


def suspend(alert_id: UUID, *, reason: str, by: Caller) -> Alert:
    """Suspend the credential, or the organisation where the alert is about all of it; the alert ends with that."""
    with transaction.atomic():
        alert = _decide(alert_id, Alert.State.SUSPENDED, reason=reason, by=by)
        kind, _, key = alert.credential.partition(":")
        if kind == "client":
            clients.suspend(key, reason=alert.decision, by=by)
        elif kind == "user":
            users.suspend(key, reason=alert.decision, by=by)
        else:
            organisations.suspend(alert.organisation.ukprn, reason=alert.decision, by=by)
    return alert


def _decide(alert_id: UUID, state: Alert.State, *, reason: str, by: Caller) -> Alert:
    by.require("decide_alerts")
    why = _said(reason, "reason", LONGEST_REASON)
    with transaction.atomic():
        alert = _standing(alert_id, by=by)
        alert.state, alert.decision = state, why
        alert.decided_at, alert.decided_by = timezone.now(), by.id
        alert.save(update_fields=["state", "decision", "decided_at", "decided_by"])
        _log("alert_decide", state.value, alert, by=by)
    return alert


def _standing(alert_id: UUID, *, by: Caller) -> Alert:
    """The alert, held until the transaction ends; one's own organisation's, unless one decides."""
    found = Alert.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=alert_id)
    if not by.may("decide_alerts"):
        found = found.filter(organisation_id=by.require_organisation()).exclude(credential__in=of_other_sectors(by=by))
    alert = found.first()
    if alert is None:
        raise NotFound("There is no such alert.", fix="The list of alerts shows those there are.")
    if alert.state not in STANDING:
        raise Conflict("This alert has ended already.", fix="Its page says who decided, and why.")
    return alert


def _said(text: str, field: str, longest: int) -> str:
    if not 0 < len(text.strip()) <= longest:
        says = f"This needs a sentence, of up to {longest} characters."
        raise InvalidInput([Finding(f"{field}_missing", field, says, "Say why.")])
    return text.strip()


def _log(action: str, outcome: str, alert: Alert, *, by: Caller) -> None:
    about = {"alert": str(alert.pk), "credential": alert.credential, "organisation": str(alert.organisation_id)}
    record([Entry(action, outcome, details={**about, "effect": alert.effect})], by=by, purpose=UPKEEP)
