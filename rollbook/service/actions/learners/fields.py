"""From the fields a caller sent to checked values and to the details that matching compares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rollbook.base.dates import parse_iso
from rollbook.base.errors import UserError
from rollbook.base.findings import Finding, Severity
from rollbook.base.text import digits_only, squeeze
from rollbook.definitions import check_learner, postcodes
from rollbook.definitions.learner_fields import Occasion
from rollbook.definitions.name_lists import parse_names
from rollbook.matching import Details
from rollbook.register.consequences import IDENTIFIERS, identifiers_of
from rollbook.register.policy import load_policy

Fields = Mapping[str, str | None]

_NOTICE = re.compile(r"[A-Za-z0-9._/-]{0,20}")
_NUMBER = re.compile(r"[0-9]+|[A-Za-z]+")

# Columns of a learner's row that hold text as sent.
TEXTS = (
    "title", "given_name", "middle_names", "preferred_given_name", "family_name", "previous_family_name",
    "family_name_at_16", "gender", "postcode", "address_line_1", "address_line_2", "address_town",
    "address_county_or_city", "school_at_16", "place_of_birth", "email", "nationality", "scottish_candidate_number",
    "unique_pupil_number", "other_verification_description",
)  # fmt: skip
DATES = ("date_of_birth", "date_of_address_capture")
NUMBERS = ("ability_to_share", "verification_type")
LISTS = ("alternative_names",)
ROW_FIELDS = (*TEXTS, *DATES, *NUMBERS, *LISTS)


def require_few(learners: Sequence[object]) -> None:
    """Refuse a list longer than one transaction may take."""
    most = load_policy().most_in_transaction
    if len(learners) > most:
        raise UserError(f"At most {most} learners can be sent at once.", fix="Send them in several lists, or a batch.")


def errors(fields: Fields, *, today: date, occasion: Occasion) -> list[Finding]:
    """Every reason why these fields cannot be used, all at once."""
    found = check_learner(fields, today=today, occasion=occasion)
    return [finding for finding in found if finding.severity is Severity.ERROR]


def notice_errors(notice_version: str) -> list[Finding]:
    """What is wrong with the version of a privacy notice: it is at most 20 letters and digits with . - _ or /."""
    if _NOTICE.fullmatch(notice_version):
        return []
    says = "The notice version is not at most 20 letters, digits, dots, hyphens, strokes or underscores."
    return [Finding("format", "notice_version", says, "Give the version printed on the notice.")]


def is_newer(notice_version: str, other: str) -> bool:
    """Whether one notice is newer than another; numbers in them count as numbers, so 10 comes after 9."""
    return bool(notice_version) and _parts(notice_version) > _parts(other)


def _parts(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part.lower()) for part in _NUMBER.findall(version)]


def row_values(fields: Fields) -> dict[str, Any]:
    """The values for a learner's row, of the fields that were sent; call after `errors` found none."""
    values: dict[str, Any] = {}
    for name, sent in fields.items():
        text = squeeze(sent or "")
        if name == "postcode":
            parsed = postcodes.parse(text) if text else ""
            values[name] = parsed if isinstance(parsed, str) else text
        elif name in IDENTIFIERS.values():
            values[name] = digits_only(text).upper()
        elif name in TEXTS:
            values[name] = text
        elif name in DATES:
            values[name] = parse_iso(text)
        elif name in NUMBERS:
            values[name] = int(text or 0)
        elif name in LISTS:
            values[name] = [{"given_name": given, "family_name": family} for given, family in _distinct(text)]
    return values


def details(fields: Fields) -> Details:
    """What matching compares, from fields as sent; what cannot be read counts as not given."""
    text = {name: squeeze(_text(fields, name)) for name in TEXTS}
    return Details(
        given_name=text["given_name"],
        family_name=text["family_name"],
        date_of_birth=parse_iso(_text(fields, "date_of_birth")),
        gender=text["gender"],
        postcode=text["postcode"],
        middle_names=text["middle_names"],
        preferred_given_name=text["preferred_given_name"],
        previous_family_name=text["previous_family_name"],
        family_name_at_16=text["family_name_at_16"],
        school_at_16=text["school_at_16"],
        place_of_birth=text["place_of_birth"],
        email=text["email"],
        former_names=_distinct(_text(fields, "alternative_names")),
        identifiers=tuple((each["scheme"], each["value"]) for each in identifiers_of(text)),
    )


def _text(fields: Fields, name: str) -> str:
    value: object = fields.get(name)
    return value if isinstance(value, str) else ""


def _distinct(names: str) -> tuple[tuple[str, str], ...]:
    """The names of a list, each once."""
    return tuple(dict.fromkeys((squeeze(given), squeeze(family)) for given, family in parse_names(names)))
