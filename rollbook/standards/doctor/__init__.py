"""The file doctor: sees what spreadsheets and wrong encodings do to a file, proposes to mend it, and mends it."""

from rollbook.standards.doctor.diagnosing import diagnose
from rollbook.standards.doctor.diagnosis import DAY_FIRST, MONTH_FIRST, Diagnosis, Example, Proposal
from rollbook.standards.doctor.mending import mend

__all__ = ["DAY_FIRST", "MONTH_FIRST", "Diagnosis", "Example", "Proposal", "diagnose", "mend"]
