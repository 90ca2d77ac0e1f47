"""What a line of the access log says in words, from `log_words.toml`."""

from __future__ import annotations

from functools import cache

from rollbook.base.worded import in_words, read_sentences


def line_in_words(action: str, outcome: str = "") -> str:
    """The sentence for what was done; an unknown action is told by its name rather than left out."""
    return in_words(log_words(), action, outcome)


@cache
def log_words() -> dict[str, str]:
    """Every sentence by action, or by action and outcome."""
    return read_sentences(__package__, "log_words.toml")
