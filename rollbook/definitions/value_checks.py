"""One check for each kind of field. A check yields findings about a value that is not empty; it never raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from rollbook.base.dates import age_on, parse_iso
from rollbook.base.findings import Finding, Severity
from rollbook.base.text import forbidden_character
from rollbook.definitions import postcodes
from rollbook.definitions.code_sets import code_set
from rollbook.definitions.identifiers import Reason, Refused, scottish_candidate_number, uln, upn
from rollbook.definitions.learner_fields import LearnerField, Occasion, learner_definition
from rollbook.definitions.name_lists import parse_names

Check = Callable[[LearnerField, str, date, Occasion], Iterator[Finding]]

# A spreadsheet takes a cell that begins so for a formula and may run it.
_FORMULA_STARTS = ("=", "+", "@", "\t", "＝", "＋", "＠")
_LONGEST_SHOWN = 100  # characters of a value that a finding repeats
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]{{1,59}})")


def finding(
    rule: str, field: LearnerField, says: str, fix: str, *, value: str = "", severity: Severity = Severity.ERROR
) -> Finding:
    """A finding about one field; a long value is cut, so that a hostile file costs no memory."""
    return Finding(rule, field.name, says, fix, severity, value[:_LONGEST_SHOWN])


def _identifier(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _too_long(field, value)
    yield from _forbidden(field, value, value)


def _text(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _too_long(field, value)
    if value.lstrip(" ").startswith(_FORMULA_STARTS):
        says = f"{field.title} begins with a sign that a spreadsheet takes for a formula (= + @ or a tab)."
        yield finding("formula", field, says, "Remove the sign.", value=value)
    else:
        yield from _forbidden(field, value, value)


def _name(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _text(field, value, today, occasion)
    if not any(character.isalpha() for character in value):
        is_number = uln.is_valid(value) or value.strip() == uln.NOT_KNOWN
        looks = f"{field.title} holds a number that looks like a ULN."
        says = looks if is_number else f"{field.title} holds no letter."
        fix = "Check that the columns have not slipped." if is_number else "Write the name in letters."
        yield finding("not_a_name", field, says, fix, value=value)


def _names(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    names = parse_names(value)
    if len(names) > field.most:
        says = f"{field.title}: there are {len(names):,}; at most {field.most} are allowed."
        yield finding("too_many", field, says, "Leave some out.")
        return
    for given, family in names:
        if not given and not family:
            yield finding("missing", field, f"{field.title}: one of them is empty.", "Give it, or leave it out.")
        if "|" in family:
            says = f"{field.title}: one of them has more than two parts."
            yield finding("format", field, says, "Write given|family, and ; between names.", value=value)
        for part in (given, family):
            yield from _name(replace(field, title="An alternative name"), part, today, occasion) if part else ()


def _notes(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _too_long(field, value)
    yield from _forbidden(field, value, value.translate({10: None, 13: None, 9: None}))


def _date(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    day = parse_iso(value)
    if day is None:
        says = f"{field.title} is not a date of the calendar written as YYYY-MM-DD."
        fix = "Write 14 March 2009 as 2009-03-14; `rollbook doctor` mends dates a spreadsheet has turned round."
        yield finding("format", field, says, fix, value=value)
    elif field.name == "date_of_birth":
        yield from _age(field, value, day, today)
    elif day > today:
        says = f"{field.title} is in the future."
        yield finding("future_date", field, says, "Check the year.", value=value, severity=Severity.WARNING)


def _age(field: LearnerField, value: str, born: date, today: date) -> Iterator[Finding]:
    definition = learner_definition()
    if born > today:
        yield finding("age", field, "The date of birth is in the future.", "Check the year.", value=value)
    elif not definition.youngest <= age_on(born, today) <= definition.oldest:
        says = f"A learner is from {definition.youngest} to {definition.oldest} years old; this one would not be."
        yield finding("age", field, says, "Check the date of birth.", value=value)


def _code(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    allowed = code_set(field.code_set)
    if value.strip(" ") not in allowed:
        says = f"{field.title} has a code that is not in its list."
        yield finding("code", field, says, f"Use one of: {allowed.choices()}.", value=value)


def _postcode(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _refusal(field, value, postcodes.why_refused(value))


def _uln(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    refused = uln.why_refused(value)
    means_none_yet = occasion in (Occasion.BATCH, Occasion.BATCH_UPDATE)
    if not (refused is not None and refused.reason is Reason.PLACEHOLDER and means_none_yet):
        yield from _refusal(field, value, refused)


def _scottish_candidate_number(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    # The old interfaces look at the form only, so numbers with a wrong check digit are in circulation.
    yield from _refusal(field, value, scottish_candidate_number.why_refused(value), lenient=True)


def _unique_pupil_number(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _refusal(field, value, upn.why_refused(value))


def _email(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    yield from _too_long(field, value)
    text = value.strip(" ")
    if len(text) <= field.max_length and (_EMAIL.fullmatch(text) is None or text.index("@") > 64):
        says = "The e-mail address is not of the form name@domain."
        yield finding("format", field, says, "Correct it, or leave it empty.", value=value)


def _nationality(field: LearnerField, value: str, today: date, occasion: Occasion) -> Iterator[Finding]:
    # The published list of nationalities is not at hand: form only.
    text = value.strip(" ")
    if not (len(text) <= field.max_length and text.isascii() and text.isalnum()):
        says = f"Nationality is a code of at most {field.max_length} letters or digits."
        yield finding("format", field, says, "Write the code, not the word, or leave it empty.", value=value)


def _too_long(field: LearnerField, value: str) -> Iterator[Finding]:
    if len(value) > field.max_length:
        says = f"{field.title} has {len(value):,} characters; at most {field.max_length:,} are allowed."
        yield finding("too_long", field, says, "Shorten it.", value=value)


def _forbidden(field: LearnerField, value: str, looked_at: str) -> Iterator[Finding]:
    character = forbidden_character(looked_at)
    if character:
        says = f"{field.title} holds a character that cannot be seen and is not allowed: {character}."
        yield finding("forbidden_character", field, says, "Type the value again.", value=value)


def _refusal(field: LearnerField, value: str, refused: Refused | None, *, lenient: bool = False) -> Iterator[Finding]:
    if refused is not None:
        is_warning = lenient and refused.reason is Reason.CHECK_DIGIT
        severity = Severity.WARNING if is_warning else Severity.ERROR
        rule = "check_digit" if refused.reason is Reason.CHECK_DIGIT else "format"
        yield finding(rule, field, refused.says, refused.fix, value=value, severity=severity)


CHECKS: dict[str, Check] = {
    "identifier": _identifier,
    "text": _text,
    "name": _name,
    "names": _names,
    "notes": _notes,
    "date": _date,
    "code": _code,
    "postcode": _postcode,
    "uln": _uln,
    "scottish_candidate_number": _scottish_candidate_number,
    "unique_pupil_number": _unique_pupil_number,
    "email": _email,
    "nationality": _nationality,
}
