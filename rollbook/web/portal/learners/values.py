"""A learner's values for people: titles, codes in their meaning, dates in words, lists one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from rollbook.definitions import learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.web.portal.tags import day

CODES = ("gender", "ability_to_share", "verification_type")
DAYS = ("date_of_birth", "date_of_address_capture")
OTHERS = {
    "former_names": gettext_lazy("Former names"),
    "former_postcodes": gettext_lazy("Former postcodes"),
    "notice_version": gettext_lazy("Version of the privacy notice"),
    "status": gettext_lazy("Status"),
}
STATUS = {
    "live": gettext_lazy("in use"),
    "linked": gettext_lazy("linked to another number"),
    "deleted": gettext_lazy("removed"),
}
NAMES = ("title", "given_name", "middle_names", "family_name")
OTHER_NAMES = ("preferred_given_name", "previous_family_name", "family_name_at_16", "alternative_names", "former_names")
ABOUT = ("date_of_birth", "gender", "place_of_birth", "nationality", "email", "school_at_16",
         "scottish_candidate_number", "unique_pupil_number")  # fmt: skip
ADDRESS = ("address_line_1", "address_line_2", "address_town", "address_county_or_city", "postcode",
           "date_of_address_capture", "former_postcodes")  # fmt: skip
IDENTITY = ("verification_type", "other_verification_description")
SHARING = ("ability_to_share", "notice_version")
ALL = (*NAMES, *OTHER_NAMES, *ABOUT, *ADDRESS, *IDENTITY, *SHARING)


def title_of(name: str) -> str:
    """A detail's title."""
    field = learner_definition().fields.get(name)
    return gettext(field.title) if field else str(OTHERS.get(name, name))


def in_words(name: str, value: Any) -> str:
    """One value as people read it; empty where there is none."""
    if value in (None, "", []):
        return ""
    if name in CODES:
        return gettext(code_set(name).meaning(str(value)))
    if name in DAYS:
        return day(value)
    if name == "status":
        return str(STATUS.get(str(value), value))
    if isinstance(value, list):
        return ", ".join(_each(one) for one in value)
    return str(value)


def rows(record: Mapping[str, Any], names: tuple[str, ...], contested: set[str]) -> list[dict[str, Any]]:
    """The details of these names that hold something, or are contested."""
    return [
        {"name": name, "title": title_of(name), "value": in_words(name, record.get(name)),
         "contested": name in contested}
        for name in names
        if in_words(name, record.get(name)) or name in contested
    ]  # fmt: skip


def changes(changed: Mapping[str, Any]) -> list[dict[str, str]]:
    """What changed, as (before, after) in words."""
    return [
        {"name": name, "title": title_of(name), "before": in_words(name, pair[0]), "after": in_words(name, pair[1])}
        for name, pair in changed.items()
    ]


def _each(one: Any) -> str:
    if isinstance(one, Mapping):
        return " ".join(part for part in (one.get("given_name", ""), one.get("family_name", "")) if part)
    return str(one)
