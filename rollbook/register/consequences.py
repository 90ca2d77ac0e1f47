"""What follows from a change of details: the name and the postcode that were there before stay findable.

The lists of a record (former names, former postcodes, identifiers) are never set by hand; they follow from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMES = ("given_name", "family_name")
# The identifiers that have a detail of their own, by scheme.
IDENTIFIERS = {"SCN": "scottish_candidate_number", "UPN": "unique_pupil_number"}
# Which list follows from which details.
FOLLOWS = {
    "former_names": NAMES,
    "former_postcodes": ("postcode",),
    "identifiers": tuple(IDENTIFIERS.values()),
}


def with_consequences(
    record: Mapping[str, Any], values: Mapping[str, Any], *, was_mistake: bool = False
) -> dict[str, Any]:
    """`values` to set in `record`, and the lists that follow from them. A list that does not change is left out.

    `was_mistake`: what stood there was never so, such as a name that was mistyped. It becomes no former name and no
    former postcode; the versions of the record still hold it.
    """
    found = dict(values)
    found |= _current_again(record, values) if was_mistake else _kept_findable(record, values)
    changed = {scheme for scheme, name in IDENTIFIERS.items() if _changes(record, values, name)}
    if changed:
        others = [each for each in record["identifiers"] if each["scheme"] not in changed]
        found["identifiers"] = [*others, *(each for each in identifiers_of(values) if each["scheme"] in changed)]
    return found


def _kept_findable(record: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if any(_changes(record, values, name) for name in NAMES):
        name = {"given_name": record["given_name"], "family_name": record["family_name"], "kind": "former"}
        found["former_names"] = added(record["former_names"], [name])
    if record["postcode"] and _changes(record, values, "postcode"):
        found["former_postcodes"] = added(record["former_postcodes"], [record["postcode"]])
    return found


def _current_again(record: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """After a mistake: the name and the postcode that stand there again are no former ones."""
    found: dict[str, Any] = {}
    if any(_changes(record, values, name) for name in NAMES):
        now = {name: values.get(name, record[name]) for name in NAMES}
        kept = [each for each in record["former_names"] if {name: each[name] for name in NAMES} != now]
        if kept != list(record["former_names"]):
            found["former_names"] = kept
    if _changes(record, values, "postcode") and values["postcode"] in record["former_postcodes"]:
        found["former_postcodes"] = without(record["former_postcodes"], [values["postcode"]])
    return found


def identifiers_of(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The list of identifiers of a record with these details only."""
    return [{"scheme": scheme, "value": values[name]} for scheme, name in IDENTIFIERS.items() if values.get(name)]


def added(present: list[Any], more: list[Any]) -> list[Any]:
    """A list with what it did not hold yet, order kept."""
    return [*present, *(each for number, each in enumerate(more) if each not in present and each not in more[:number])]


def without(present: list[Any], gone: list[Any]) -> list[Any]:
    """A list without some of its entries."""
    return [each for each in present if each not in gone]


def _changes(record: Mapping[str, Any], values: Mapping[str, Any], name: str) -> bool:
    return name in values and values[name] != record[name]
