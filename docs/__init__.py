"""The documentation; `generate` makes the reference pages."""
