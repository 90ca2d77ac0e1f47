"""Invented people of the journeys. None of them is in the demo's register."""

from __future__ import annotations


def person(given_name: str, family_name: str, date_of_birth: str, gender: str, postcode: str) -> dict[str, str]:
    """The five details of a search."""
    return {
        "given_name": given_name,
        "family_name": family_name,
        "date_of_birth": date_of_birth,
        "gender": gender,
        "postcode": postcode,
    }


def seen(details: dict[str, str], **more: str) -> dict[str, str]:
    """The details of a registration: a passport was seen, the notice was given."""
    return {**details, "verification_type": "2", "ability_to_share": "1", **more}


ZULEIKA = person("Zuleika", "Thistlewood", "2008-02-29", "2", "ZE1 0AA")
OTTILIE = person("Ottilie", "Thistlewood", "2008-02-29", "2", "ZE1 0AA")
CORISANDE = person("Corisande", "Vellacott", "1999-11-02", "2", "TR19 7AA")
PEREGRINE = person("Peregrine", "Oldcastle", "1987-06-30", "1", "IV27 4NZ")
LEOCADIA = person("Leocadia", "Quennell", "2010-06-21", "2", "LD1 5HX")
