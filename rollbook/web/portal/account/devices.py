"""What a browser says of itself, in two words a person knows."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def device(says: str) -> str:
    """Such as "Firefox, Windows"; "" for one we do not know."""
    found = [next((word for mark, word in marks if mark in says), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in found if word)
