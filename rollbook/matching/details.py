"""What is known of one person, as it was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Details:
    """One person's details as given; an empty text, None or an empty tuple means not given.

    Somebody with a single name has it in either name, the other empty. `gender` is a code ("1" male, "2"
    female, "0" not known, "9" not specified) or a word such as "F". `former_names` are recorded former or
    alternative names as (given, family), `identifiers` are (scheme, value), for example ("UPN", ...).
    """

    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    gender: str = ""
    postcode: str = ""
    middle_names: str = ""
    preferred_given_name: str = ""
    previous_family_name: str = ""
    family_name_at_16: str = ""
    school_at_16: str = ""
    place_of_birth: str = ""
    email: str = ""
    former_names: tuple[tuple[str, str], ...] = ()
    former_postcodes: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
