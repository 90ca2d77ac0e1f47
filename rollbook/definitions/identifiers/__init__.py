"""Numbers that name learners, schools and providers: parsed, validated with the reason, written for people."""

from rollbook.definitions.identifiers import laestab, scottish_candidate_number, ukprn, uln, upn, urn
from rollbook.definitions.identifiers.refused import Reason, Refused
from rollbook.definitions.identifiers.uln import uln_with_check_digit
from rollbook.definitions.identifiers.upn import UPN

__all__ = [
    "UPN",
    "Reason",
    "Refused",
    "laestab",
    "scottish_candidate_number",
    "ukprn",
    "uln",
    "uln_with_check_digit",
    "upn",
    "urn",
]
