"""The coarse facts of a search that its line in the access log keeps, so that the watch can look at it later."""

from __future__ import annotations

import re

from rollbook.base.dates import parse_iso
from rollbook.base.text import digits_only
from rollbook.service.actions.learners.fields import Fields
from rollbook.service.place import place


def facts_of(fields: Fields) -> dict[str, object]:
    """The postcode area, the year of birth and the hundred of numbers that were asked for, and the place; never more.

    They are the caller's own words, made coarse: nothing that the register stores of a learner is among them.
    """
    area = re.match(r"[A-Z]{1,2}(?=[0-9])", (fields.get("postcode") or "").strip().upper())
    born = parse_iso((fields.get("date_of_birth") or "").strip())
    number = digits_only(fields.get("uln") or "")
    facts = {
        "area": area.group() if area else "",
        "born": born.year if born else 0,
        "block": int(number) // 100 if number.isdecimal() else 0,
        "place": place(),
    }
    return {name: value for name, value in facts.items() if value}
