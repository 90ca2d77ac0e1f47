"""Invented people, organisations and files, made from a seed, with the truth kept."""
