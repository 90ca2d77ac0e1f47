"""From a file of learners who have numbers to rows that can be stored. Pure, so that it runs on every core."""
