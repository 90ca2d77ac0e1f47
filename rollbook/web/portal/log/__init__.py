"""The access log, filtered and opened."""
