"""Words of these pages: where a case came from, what was decided, what a stratum holds; values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rollbook.definitions import learner_definition
from rollbook.definitions.code_sets import code_set
from rollbook.register.words import TITLES
from rollbook.web.portal.tags import day

SOURCES = {
    "report": _("reported"),
    "override": _("passed over at registration"),
    "sweep": _("found by the nightly sweep"),
}
SHORT = {"report": _("by a provider"), "override": _("at registration"), "sweep": _("by the sweep")}
STATES = {"open": _("waits"), "linked": _("same person"), "kept_apart": _("different people")}
KINDS = {
    "exact": _("Batch rows met exactly"),
    "chosen": _("Batch rows for which somebody chose"),
    "linked": _("Numbers that were linked"),
    "passed_over": _("Candidates passed over for a new number"),
    "suspected": _("Pairs at or above the threshold"),
    "below": _("Pairs below the threshold"),
}
CHANGES = {
    "update": _("Details changed"),
    "return": _("Details came back when a link was undone"),
    "restore": _("Details set back when a link was undone"),
    "settle": _("An unclear detail was settled"),
    "link": _("Linked to another number"),
    "unlink": _("Link undone"),
    "delete": _("Removed"),
}
COMMUNITIES = {
    "": _("not known from the name"),
    "british": _("British"),
    "irish": _("Irish"),
    "south_asian_muslim": _("South Asian, Muslim"),
    "sikh": _("Sikh"),
    "hindu": _("Hindu"),
    "east_european": _("East European"),
    "south_european": _("South European"),
    "west_african": _("West African"),
    "east_asian": _("East Asian"),
    "arabic": _("Arabic"),
}
OTHER_TITLES = {"former_names": "Former names", "former_postcodes": "Former postcodes"}
# The word of agreement of a detail, by the field it is shown beside.
WORDS = {**{name: name for name in TITLES.values()}, "unique_pupil_number": "identifier"}


@dataclass(frozen=True, slots=True)
class Line:
    """One detail of two records: its title, both values as people read them, the word of agreement if there is one."""

    title: str
    first: str
    second: str
    word: str = ""

    @property
    def differs(self) -> bool:
        """Both have it, and not the same; case does not count."""
        return bool(self.first and self.second) and self.first.casefold() != self.second.casefold()


def title_of(name: str) -> str:
    """A field's title for people."""
    field = learner_definition().fields.get(name)
    return field.title if field else OTHER_TITLES.get(name, name.replace("_", " ").capitalize())


def in_words(name: str, value: Any) -> str:
    """A value as people read it: codes in their meaning, dates in words."""
    if name == "gender":
        return gettext(code_set("gender").meaning(str(value))) if value not in (None, "") else ""
    if isinstance(value, date) or name in ("date_of_birth", "date_of_address_capture"):
        return day(value)
    if isinstance(value, list):
        return "; ".join(_one(each) for each in value)
    return str(value if value is not None else "")


def lines(
    first: Mapping[str, Any], second: Mapping[str, Any], agreement: Mapping[str, str] | None = None
) -> list[Line]:
    """Two records side by side: every detail that one of them has."""
    words = agreement or {}
    found = [
        Line(title_of(name), in_words(name, first.get(name)), in_words(name, second.get(name)),
             words.get(WORDS.get(name, ""), ""))
        for name in first
    ]  # fmt: skip
    return [line for line in found if line.first or line.second]


def _one(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value.get('given_name', '')} {value.get('family_name', '')}".strip()
    return str(value)
