"""Change from which weight a learner is shown as a possible match, and take a change back. Each change is kept."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from rollbook.base.errors import Conflict, InvalidInput, NotFound
from rollbook.matching import load_thresholds
from rollbook.organisations import Caller
from rollbook.register.safe_threshold import check
from rollbook.service.actions.learners.changing import require_reason
from rollbook.service.audit.log import Entry, record
from rollbook.service.models import ThresholdChange
from rollbook.service.readers.candidates import forget
from rollbook.service.readers.threshold import possible_threshold


def change_threshold(possible: float | None, *, reason: str, by: Caller, purpose: str) -> ThresholdChange:
    """Show learners from this weight on; None goes back to the packaged threshold. It counts within a minute."""
    by.require("tune")
    by.require_purpose(purpose)
    require_reason(reason, says="A change of the threshold needs its reason.", fix="Say what it is to improve.")
    if possible is not None and (wrong := check(possible)) is not None:
        raise InvalidInput([wrong])
    with transaction.atomic():
        _one_at_a_time()
        before = possible_threshold()
        if before == (load_thresholds().possible if possible is None else possible):
            raise Conflict("This is the threshold already. Nothing was changed.")
        made = _keep(possible, before, None, reason=reason, by=by)
        details = {"before": before, "after": possible}
        record([Entry("change_threshold", "changed", details=details)], by=by, purpose=purpose)
    transaction.on_commit(forget)
    return made


def undo_threshold(change_id: int, *, reason: str, by: Caller, purpose: str) -> ThresholdChange:
    """Take the latest change back: what counted before it counts again."""
    by.require("tune")
    by.require_purpose(purpose)
    require_reason(reason, says="To take a change back needs a reason.", fix="Say what it made worse.")
    with transaction.atomic():
        _one_at_a_time()
        latest = ThresholdChange.objects.order_by("-id").first()
        if latest is None or not ThresholdChange.objects.filter(pk=change_id).exists():
            raise NotFound("There is no such change.")
        if latest.pk != change_id:
            raise Conflict("Only the latest change can be taken back.", fix="Change the threshold instead.")
        packaged = load_thresholds().possible
        made = _keep(
            None if latest.before == packaged else latest.before, possible_threshold(), latest, reason=reason, by=by
        )
        details = {"before": made.before, "after": made.possible}
        record([Entry("change_threshold", "undone", details=details)], by=by, purpose=purpose)
    transaction.on_commit(forget)
    return made


def _keep(
    possible: float | None, before: float, undoes: ThresholdChange | None, *, reason: str, by: Caller
) -> ThresholdChange:
    return ThresholdChange.objects.create(
        possible=possible,
        before=before,
        reason=reason[:400],
        changed_by=by.id,
        changed_at=timezone.now(),
        undoes=undoes,
    )


def _one_at_a_time() -> None:
    # Two reviewers at the same moment: the second sees what the first one set.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('rollbook.threshold'))")
