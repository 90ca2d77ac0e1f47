"""What happens to access by the clock: a term's certification opens and ends, and what nobody uses is suspended."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rollbook.service.actions import certification, dormancy


@app.periodic(cron="45 1 * * *")
@app.task(name="rollbook.certification", queue="upkeep", queueing_lock="certification", lock="access")
def certified(timestamp: int) -> None:
    """Open this term's round; suspend what no owner certified in the one that is over."""
    certification.open_round()
    certification.enforce()


@app.periodic(cron="50 1 * * *")
@app.task(name="rollbook.dormancy", queue="upkeep", queueing_lock="dormancy", lock="access")
def unused(timestamp: int) -> None:
    """Suspend users and clients who have not been seen for too long."""
    dormancy.end_dormant()
