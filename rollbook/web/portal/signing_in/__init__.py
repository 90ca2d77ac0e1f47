"""Invitations, passwords, second factors, signing in and out."""
