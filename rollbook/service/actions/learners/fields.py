"""From the fields a caller sent to checked values and to the details that matching compares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rollbook.base.dates import parse_iso
from rollbook.base.findings import Finding, Severity
from rollbook.base.text import squeeze
from rollbook.definitions import check_learner, postcodes
from rollbook.definitions.learner_fields import Occasion
from rollbook.matching import Details

Fields = Mapping[str, str | None]

# Columns of a learner's row that hold text as sent.
TEXTS = (
    "title", "given_name", "middle_names", "preferred_given_name", "family_name", "previous_family_name",
    "family_name_at_16", "gender", "postcode", "address_line_1", "address_line_2", "address_town",
    "address_county_or_city", "school_at_16", "place_of_birth", "email", "nationality", "scottish_candidate_number",
    "other_verification_description",
)  # fmt: skip
DATES = ("date_of_birth", "date_of_address_capture")
NUMBERS = ("ability_to_share", "verification_type")
ROW_FIELDS = (*TEXTS, *DATES, *NUMBERS)


def errors(fields: Fields, *, today: date, occasion: Occasion) -> list[Finding]:
    """Every reason why these fields cannot be used, all at once."""
    found = check_learner(fields, today=today, occasion=occasion)
    return [finding for finding in found if finding.severity is Severity.ERROR]


def row_values(fields: Fields) -> dict[str, Any]:
    """The values for a learner's row, of the fields that were sent; call after `errors` found none."""
    values: dict[str, Any] = {}
    for name, sent in fields.items():
        text = squeeze(sent or "")
        if name == "postcode":
            parsed = postcodes.parse(text) if text else ""
            values[name] = parsed if isinstance(parsed, str) else text
        elif name in TEXTS:
            values[name] = text
        elif name in DATES:
            values[name] = parse_iso(text)
        elif name in NUMBERS:
            values[name] = int(text or 0)
    return values


def details(fields: Fields) -> Details:
    """What matching compares, from fields as sent; what cannot be read counts as not given."""
    text = {name: squeeze(fields.get(name) or "") for name in TEXTS}
    return Details(
        given_name=text["given_name"],
        family_name=text["family_name"],
        date_of_birth=parse_iso(fields.get("date_of_birth") or ""),
        gender=text["gender"],
        postcode=text["postcode"],
        middle_names=text["middle_names"],
        preferred_given_name=text["preferred_given_name"],
        previous_family_name=text["previous_family_name"],
        family_name_at_16=text["family_name_at_16"],
        school_at_16=text["school_at_16"],
        place_of_birth=text["place_of_birth"],
        email=text["email"],
        identifiers=_identifiers(text),
    )


def _identifiers(text: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    number = text["scottish_candidate_number"]
    return (("SCN", number),) if number else ()
