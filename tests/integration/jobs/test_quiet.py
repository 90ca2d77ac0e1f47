"""What failed is in the worker's log; whose row it was is not."""

from __future__ import annotations

import logging

from rollbook.service.jobs.quiet import WithoutValues


def test_an_exceptions_text_and_traceback_stay_out_of_the_log() -> None:
    try:
        raise ValueError("Key (email)=(zuleika@example.org) already exists")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "Job %s failed", (7,), (ValueError, error, None))
    assert WithoutValues().filter(record)
    assert logging.Formatter().format(record) == "Job 7 failed (ValueError)"
