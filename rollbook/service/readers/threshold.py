"""From which weight a learner is shown as a possible match: what was set from the page, else what the model came with.

Each process reads it anew once a minute (`readers/candidates.py`).
"""

from __future__ import annotations

from django.db import connection

from rollbook.matching import load_thresholds


def possible_threshold() -> float:
    """The threshold that counts now."""
    with connection.cursor() as cursor:
        cursor.execute("select possible from service_thresholdchange order by id desc limit 1")
        row = cursor.fetchone()
    return load_thresholds().possible if row is None or row[0] is None else float(row[0])
