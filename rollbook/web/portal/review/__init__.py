"""Two numbers that may be one person: compared, settled, undone; samples and figures."""
