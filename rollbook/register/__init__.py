"""One learner, one number: find outcomes, verification, and what a link means. Pure decisions, no storage."""
