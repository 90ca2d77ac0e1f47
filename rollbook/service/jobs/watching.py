"""Looks at whoever has searched lately, and counts learners anew: what no process looked at in passing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from rollbook.service.actions.watching.looking import WHOLE, look
from rollbook.service.models import WatchProfile
from rollbook.service.readers import watch as reader


@app.periodic(cron="*/10 * * * *")
@app.task(name="rollbook.watch", queue="upkeep", queueing_lock="watch")
def watch(timestamp: int) -> None:
    """Look at every credential that has searched since a little before the last time."""
    look_at_everybody(minutes=15)


@app.periodic(cron="45 0 * * *")
@app.task(name="rollbook.watch_profiles", queue="upkeep", queueing_lock="watch_profiles")
def profiles(timestamp: int) -> None:
    """Count the learners of organisations that have searched this week, before the day's first search has to."""
    count_profiles(days=7)


def look_at_everybody(*, minutes: int) -> int:
    """Look at the credentials that have searched in the last minutes, their organisations counted first; how many."""
    now = timezone.now()
    found = reader.searching(since=now - timedelta(minutes=minutes))
    known = {each.pk: each for each in WatchProfile.objects.filter(pk__in={home for _, home in found})}
    for organisation in {home for _, home in found}:
        if reader.is_stale(known.get(organisation), now=now):
            reader.count(organisation, now=now)
    for credential, organisation in found:
        look(credential, organisation)
    for organisation in {home for _, home in found}:
        look(WHOLE, organisation)
    return len(found)


def count_profiles(*, days: int) -> int:
    """Count anew the learners of the organisations that have searched in the last days; of how many."""
    now = timezone.now()
    homes = {organisation for _, organisation in reader.searching(since=now - timedelta(days=days))}
    for organisation in homes:
        reader.count(organisation, now=now)
    return len(homes)
