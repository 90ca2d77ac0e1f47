"""Several names in one text: `given|family`, parted by `;`. A single name leaves the other side empty."""

from __future__ import annotations

PARTS = (";", "|")  # no name of such a list can hold them


def parse_names(text: str) -> tuple[tuple[str, str], ...]:
    """The (given, family) names of the text, in their order; blanks around a name do not count."""
    pairs = (part.partition("|") for part in text.split(";") if part.strip())
    return tuple((given.strip(), family.strip()) for given, _, family in pairs)
