"""What came of a registration, as every door says it."""

from __future__ import annotations

from rollbook.service.actions.learners.register import Result

SAID = {
    Result.NEW: "A new Unique Learner Number has been given.",
    Result.EXISTING: "The learner has a number already, and is enrolled with it.",
    Result.LINKED: "The learner has a number already; it has been linked, and the surviving number is enrolled.",
    Result.SEARCH_FIRST: "Search for these details first; a learner is registered after your own recent search.",
    Result.LOOK_FIRST: "Look at the possible matches for a few seconds before you pass them over.",
}
OUT_OF_ORDER = (Result.SEARCH_FIRST, Result.LOOK_FIRST)  # nothing was done, because no search or no look went before
