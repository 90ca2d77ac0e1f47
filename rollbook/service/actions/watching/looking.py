"""The look at a credential's searches, every few of them: on the one way that all doors take to a search.

Each process counts its own searches and looks when it has made so many, at the first one too, and oftener once
something was seen; what is looked at is the log, which all processes share. The look follows the search's commit, so
that what is stopped stays on record.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from rollbook.organisations import Caller
from rollbook.organisations.watch import Effect, Kind, Verdict, judge, judge_organisation, load_watch, until_next_look
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import Alert, LearnerTold, Organisation
from rollbook.service.readers import watch as reader
from rollbook.service.readers.people_named import names_of
from rollbook.service.readers.standing import stopped

WATCH = Caller("system:watch", "Watch", "system", None, "", frozenset(), "worker")
UPKEEP = "register_upkeep"
STANDING = (Alert.State.OPEN, Alert.State.KEPT)
WHOLE = ""  # stands for all credentials of an organisation together

_made: dict[str, int] = {}
_every: dict[str, int] = {}
_lock = threading.Lock()


def after(searches: int, *, by: Caller) -> None:
    """Count these searches, and look at the caller's, and at all its organisation's, when it is time.

    Called within the searches' transaction. Who is stopped by the look is not given the answer. A batch is: its next
    rows are not worked on.
    """
    if by.organisation is None:
        return
    due = [credential for credential in (by.id, WHOLE) if _is_due(credential, by.organisation, searches)]
    if due:
        transaction.on_commit(lambda: _look_and_refuse(due, by))


def forget() -> None:
    """Begin counting anew; for tests."""
    with _lock:
        _made.clear()
        _every.clear()


def _is_due(credential: str, organisation: UUID, searches: int) -> bool:
    key = credential or str(organisation)
    with _lock:
        every = _every.get(key, 1)  # at a process's first search, too
        made = _made.get(key, 0) + searches
        _made[key] = 0 if made >= every else made
        return made >= every


def _look_and_refuse(due: Sequence[str], by: Caller) -> None:
    assert by.organisation is not None
    for credential in due:
        verdict = look(credential, by.organisation)
        with _lock:
            _every[credential or str(by.organisation)] = until_next_look(verdict, load_watch())
        if verdict.effect is Effect.STOP and by.channel != "batch":
            raise stopped()


def look(credential: str, organisation: UUID) -> Verdict:
    """Look at the recent searches of a credential, or of the `WHOLE` organisation; let follow what the rules say."""
    watch, now = load_watch(), timezone.now()
    with transaction.atomic():
        looked = reader.window(credential, organisation, watch, now=now)
        home = reader.home(organisation, watch, now=now)
        if home is None:
            return Verdict(Effect.NOTHING, (), "", len(looked), 0)
        searches = [each.search for each in looked]
        verdict = (judge if credential else judge_organisation)(searches, home, watch, now=now)
        if verdict.effect is not Effect.NOTHING:
            _raise(credential, organisation, verdict, looked, now=now)
    return verdict


def _raise(
    credential: str, organisation: UUID, verdict: Verdict, looked: Sequence[reader.Looked], *, now: datetime
) -> None:
    with connection.cursor() as cursor:  # two processes may look at the same moment
        cursor.execute("select pg_advisory_xact_lock(hashtext('watch ' || %s))", [str(organisation)])
    standing = Alert.objects.select_for_update().filter(
        organisation_id=organisation, credential=credential, state__in=STANDING
    ).first()  # fmt: skip
    if standing is not None and Effect[standing.effect.upper()] >= verdict.effect:
        return
    alert = standing or Alert(
        organisation_id=organisation,
        credential=credential,
        credential_name=_name(credential, organisation),
        searched_from=looked[0].search.at,
        opened_at=now,
    )
    _become(alert, verdict.effect, verdict.because, now=now)
    alert.seen = [{**asdict(each), "effect": str(each.effect)} for each in verdict.seen]
    alert.searches, alert.unsettled = verdict.searches, verdict.unsettled
    _keep(alert)
    if verdict.effect is Effect.STOP:
        _tell(alert, looked, now=now)
        _stop_organisation(organisation, now=now)


def _become(alert: Alert, effect: Effect, because: str, *, now: datetime) -> None:
    alert.effect, alert.because, alert.changed_at = str(effect), because[:400], now
    alert.story = [*alert.story, {"at": now.isoformat(), "effect": str(effect), "because": because}]
    alert.state, alert.decided_at, alert.decided_by, alert.decision = Alert.State.OPEN, None, "", ""


def _keep(alert: Alert) -> None:
    alert.save()
    rules = [each["rule"] for each in alert.seen]
    about = {"alert": str(alert.pk), "credential": alert.credential, "organisation": str(alert.organisation_id)}
    record([Entry("alert", alert.effect, details={**about, "rules": rules})], by=WATCH, purpose=UPKEEP)


def _tell(alert: Alert, looked: Sequence[reader.Looked], *, now: datetime) -> None:
    """A row for each learner whom the stopped searches spoke of and the organisation does not hold."""
    seen: dict[int, list[datetime]] = {}
    for each in looked:
        if not each.search.is_held and each.search.kind is not Kind.REGISTERED:
            for uln in each.ulns:
                seen.setdefault(uln, []).append(each.search.at)
    rows = [
        LearnerTold(
            alert=alert, learner_id=uln, searches=len(at), first_at=at[0], last_at=at[-1], told_at=max(now, at[-1])
        )
        for uln, at in sorted(seen.items())
    ]
    LearnerTold.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        told = Entry("tell_learners", "told", sorted(seen), details={"alert": str(alert.pk)})
        record([told], by=WATCH, purpose=UPKEEP)


def _stop_organisation(organisation: UUID, *, now: datetime) -> None:
    """Stop the whole where enough of its credentials are stopped."""
    standing = Alert.objects.filter(organisation_id=organisation, state__in=STANDING)
    stopped_ones = standing.filter(effect=Alert.Effect.STOP).exclude(credential=WHOLE).order_by("opened_at")
    if stopped_ones.count() < load_watch().stopped_credentials:
        return
    alert = standing.select_for_update().filter(credential=WHOLE).first()
    if alert is not None and alert.effect == Alert.Effect.STOP:
        return
    alert = alert or Alert(
        organisation_id=organisation,
        credential_name=_name(WHOLE, organisation),
        searched_from=stopped_ones[0].searched_from,
        opened_at=now,
        searches=sum(each.searches for each in stopped_ones),
        unsettled=sum(each.unsettled for each in stopped_ones),
    )
    _become(alert, Effect.STOP, f"{stopped_ones.count()} credentials of the organisation are stopped.", now=now)
    _keep(alert)


def _name(credential: str, organisation: UUID) -> str:
    if credential:
        return names_of([credential])[credential][:100]
    return Organisation.objects.values_list("name", flat=True).get(pk=organisation)[:100]
