"""What the watch noticed, and what was done about it."""
