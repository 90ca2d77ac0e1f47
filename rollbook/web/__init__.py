"""The web: addresses, REST, and pages."""
