"""Is this the same person? Normal forms, keys, comparisons, weights, decision, explanation."""

from rollbook.matching.comparison.people import compare
from rollbook.matching.decision import Thresholds, against_rivals, load_thresholds
from rollbook.matching.details import Details
from rollbook.matching.exact import is_exact
from rollbook.matching.keys import lock_keys, search_keys, stored_keys
from rollbook.matching.levels import FIELDS, Levels
from rollbook.matching.model import Model, load_model
from rollbook.matching.normal_form import Normal, normalise
from rollbook.matching.scoring import Match, Reason, score

__all__ = [
    "FIELDS",
    "Details",
    "Levels",
    "Match",
    "Model",
    "Normal",
    "Reason",
    "Thresholds",
    "against_rivals",
    "compare",
    "is_exact",
    "load_model",
    "load_thresholds",
    "lock_keys",
    "normalise",
    "score",
    "search_keys",
    "stored_keys",
]
