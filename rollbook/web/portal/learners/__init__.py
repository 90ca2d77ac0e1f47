"""One learner, and all learners of one's own organisation."""
