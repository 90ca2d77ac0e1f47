"""The pages of those who enrol learners, review, and run the register. Thin: they ask actions and readers."""
