"""The columns of a file of learners to load, and the columns their rows are staged in."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """A column of the file: its heading and what stands in it."""

    heading: str
    says: str


COLUMNS = (
    Column("uln", "Unique Learner Number; needed"),
    Column("given_name", "given name; a single name stands in either"),
    Column("family_name", "family name"),
    Column("date_of_birth", "YYYY-MM-DD; needed"),
    Column("gender", "0 not known, 1 male, 2 female, 9 not specified"),
    Column("postcode", "current postcode"),
    Column("middle_names", "middle names, parted by blanks"),
    Column("preferred_given_name", "what the learner goes by"),
    Column("previous_family_name", "family name before this one"),
    Column("family_name_at_16", "family name at 16"),
    Column("former_names", "earlier names: given|family, several parted by ;"),
    Column("alternative_names", "names the learner also goes by: given|family, several parted by ;"),
    Column("former_postcodes", "earlier postcodes, parted by ;"),
    Column("school_at_16", "school at 16"),
    Column("place_of_birth", "place of birth"),
    Column("email", "e-mail address"),
    Column("title", "title"),
    Column("address_line_1", "address"),
    Column("address_line_2", "address"),
    Column("address_town", "address"),
    Column("address_county_or_city", "address"),
    Column("date_of_address_capture", "YYYY-MM-DD, when the address was taken down"),
    Column("nationality", "code"),
    Column("scottish_candidate_number", "nine digits"),
    Column("unique_pupil_number", "UPN, permanent or temporary"),
    Column("ability_to_share", "code"),
    Column("notice_version", "version of the privacy notice given"),
    Column("verification_type", "code: evidence of identity seen"),
    Column("other_verification_description", "with verification type 999"),
    Column("ukprn", "provider the learner is enrolled with; it must be in the register"),
    Column("start", "YYYY-MM-DD, start of that enrolment; today unless given"),
    Column("mis_identifier", "the provider's own name for the learner"),
)
HEADINGS = frozenset(column.heading for column in COLUMNS)
# Columns of `rollbook make learners` that say how somebody was invented.
PASSED_OVER = frozenset({"id", "household", "community", "kind"})
# What is stored as it is: the rest of the headings is taken apart first.
DETAILS = (
    "title", "given_name", "middle_names", "preferred_given_name", "family_name", "previous_family_name",
    "family_name_at_16", "date_of_birth", "gender", "postcode", "address_line_1", "address_line_2", "address_town",
    "address_county_or_city", "date_of_address_capture", "school_at_16", "place_of_birth", "email", "nationality",
    "scottish_candidate_number", "unique_pupil_number", "ability_to_share", "verification_type",
    "other_verification_description",
)  # fmt: skip
STAGED = (
    "line", "uln", *DETAILS, "notice_version", "former_names", "alternative_names", "former_postcodes", "identifiers",
    "keys", "ukprn", "start", "mis_identifier",
)  # fmt: skip
