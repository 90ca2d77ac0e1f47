"""What the worker writes to its log: that something failed and what kind of failure, never the values in it.

A driver's message quotes the row it refused, and a traceback carries it.
"""

from __future__ import annotations

import logging


class WithoutValues(logging.Filter):
    """Puts an exception's kind in the place of its text and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind = record.exc_info[0]
            record.msg, record.args = f"{record.getMessage()} ({kind.__name__ if kind else 'failed'})", ()
            record.exc_info, record.exc_text = None, None
        return True


def keep_values_out() -> None:
    """From here on no exception's text reaches this process's log."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(WithoutValues())
