"""The answers of a journey, carried from page to page in hidden fields: two tabs never meet, and nothing is drafted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from rollbook.definitions import learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.web.portal.find.forms import FIVE, MORE
from rollbook.web.portal.find.values import BOXES, Day, in_boxes
from rollbook.web.portal.tags import day

ABOUT = ("title", "address_line_1", "address_line_2", "address_town", "address_county_or_city",
         "date_of_address_capture")  # fmt: skip
EVIDENCE = ("verification_type", "other_verification_description")
NOTICE = ("notice_version", "ability_to_share")
ENROLMENT = ("start", "mis_identifier")
WAY = ("override", "passed", "checking")  # why matches were passed over; which outcome; whether all was answered
NEW = (*ABOUT, *EVIDENCE, *NOTICE, *ENROLMENT, *WAY)
DAYS = ("date_of_birth", "date_of_address_capture", "start")
ANSWERS = (*FIVE, *MORE, *NEW)
# What of a search is compared word by word; the first five always, the rest where they were given.
COMPARED = (*FIVE, "middle_names", "place_of_birth", "school_at_16", "email")
CODES = {"gender": "gender", "verification_type": "verification_type", "ability_to_share": "ability_to_share"}


def answers_of(request: HttpRequest) -> dict[str, str]:
    """Every answer this request carries, dates as YYYY-MM-DD or as typed."""
    return _whole(request.POST)


def _whole(sent: QueryDict) -> dict[str, str]:
    data = in_boxes(sent, *DAYS)
    found = {name: data.get(name, "") for name in ANSWERS if name not in DAYS}
    for name in DAYS:
        boxes = [data.get(f"{name}_{box}", "").strip() for box in BOXES]
        found[name] = Day().compress(boxes)
    return {name: found[name] for name in ANSWERS if found[name]}


def hidden(answers: Mapping[str, str], *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The answers as hidden fields of a form that asks for others itself."""
    left = set(without)
    return [(name, value) for name, value in answers.items() if value and name not in left]


def details_of(answers: Mapping[str, str]) -> dict[str, str]:
    """The details a search is for."""
    return {name: answers.get(name, "") for name in (*FIVE, *MORE) if name in FIVE or answers.get(name)}


def shown(answers: Mapping[str, str], names: Iterable[str] = (*FIVE, *MORE)) -> list[tuple[str, str, str]]:
    """Answers for people: (name, title, value), codes in their meaning and dates in words; the five always."""
    fields = learner_definition().fields
    return [(name, fields[name].title, in_words(name, answers.get(name, "")))
            for name in names if name in FIVE or answers.get(name)]  # fmt: skip


def compared(details: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The details that are compared word by word, with the values that were asked for."""
    rows = shown(details, COMPARED)
    other = details.get("unique_pupil_number") or details.get("scottish_candidate_number")
    return [*rows, ("identifier", "Other identifier", other)] if other else rows


def in_words(name: str, value: Any) -> str:
    """One value as people read it."""
    if name in CODES and value:
        return gettext(code_set(CODES[name]).meaning(str(value)))
    return day(value) if name in DAYS else str(value or "")
