"""What came of holding a number against names, as every door says it."""

from __future__ import annotations

from collections.abc import Iterable

from rollbook.register.verify import Grade

SAYS = {
    Grade.MATCH: "Number and details belong together.",
    Grade.LINKED_MATCH: "Number and details belong together; the number has been linked, use the one given here.",
    Grade.SIMILAR: "The number is in use and the names are similar, not the same. Check them.",
    Grade.LINKED_SIMILAR: "The number has been linked; the names are similar, not the same. Check them.",
    Grade.NO_MATCH: "The number is in use, and the details do not belong to it.",
    Grade.NOT_FOUND: "No learner has this number.",
}
# The other flags say only that a name is not the one of another kind either.
FLAGS = {
    "VRF1": "The given name is not the one in the register.",
    "VRF5": "The family name is not the one in the register.",
    "VRF7": "The date of birth is not the one in the register.",
    "VRF8": "The gender is not the one in the register.",
}


def failures(flags: Iterable[str]) -> list[str]:
    """What did not agree, in sentences, for callers who are given flags at all."""
    return [FLAGS[flag] for flag in flags if flag in FLAGS]
