"""Comparing two people: one file for each sort of value, and one that puts the level vector together."""
