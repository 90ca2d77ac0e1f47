"""What was done with a learner's record, in words for the learner; from the table `deeds.toml`."""

from __future__ import annotations

from functools import cache

from rollbook.base.worded import in_words, read_sentences


def deed(action: str, outcome: str = "") -> str:
    """The sentence for a line of the access log; an unknown action is told by its name rather than left out."""
    return in_words(deeds(), action, outcome)


@cache
def deeds() -> dict[str, str]:
    """Every sentence by action, or by action and outcome."""
    return read_sentences(__package__, "deeds.toml")
