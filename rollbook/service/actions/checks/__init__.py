"""Checking files for whoever asks: kept for a signed-in user, answered at once for a program or a visitor."""
