"""One learner, and all of one's own: record, history, who looked, changes, objections, lists."""
