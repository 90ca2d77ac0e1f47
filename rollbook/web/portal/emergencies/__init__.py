"""A record opened in an emergency, and its review afterwards."""
