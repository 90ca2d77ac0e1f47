"""One's own sessions, second factors and choices."""
