"""What each item means: identifiers, number ranges, code sets, postcodes, and the fields of a learner."""

from rollbook.definitions.learner_checks import check_learner
from rollbook.definitions.learner_fields import LearnerDefinition, LearnerField, Occasion, learner_definition
from rollbook.definitions.uln_ranges import ULNRange, load_uln_ranges, uln_range

__all__ = [
    "LearnerDefinition",
    "LearnerField",
    "Occasion",
    "ULNRange",
    "check_learner",
    "learner_definition",
    "load_uln_ranges",
    "uln_range",
]
