"""Watched access: what is kept of a search, the look every few searches, and what people decide about an alert."""
