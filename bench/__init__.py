"""The published figures: one module for each, measured here and nowhere asserted."""
