"""A layout that is like another version, with changes: what did not change is written once.

`like = "12"` takes everything of `12.toml` beside it that the file does not say anew. Each entry of `element` then
says where it comes: `instead_of` a path (what stands below moves along), `before` one, or `after` one (behind all that
stands below it); or `gone` takes one out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PLACES = ("instead_of", "before", "after", "gone")
Entry = dict[str, Any]


def made_whole(data: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    """What a layout's file says together with what it is like. ValueError for a change that finds no place."""
    if "like" not in data:
        return data
    above = made_whole(tomllib.loads((folder / f"{data['like']}.toml").read_text("utf-8")), folder)
    own = {key: value for key, value in data.items() if key not in ("like", "element")}
    return {**above, **own, "element": _changed(above["element"], data.get("element", ()))}


def _changed(elements: list[Entry], changes: list[Entry]) -> list[Entry]:
    made = list(elements)
    for change in changes:
        how = [one for one in _PLACES if one in change]
        if len(how) != 1:
            raise ValueError(f"{change.get('at', change)}: one of {', '.join(_PLACES)} says where it comes")
        first, last = _span(made, change[how[0]])
        entry = {key: value for key, value in change.items() if key != how[0]}
        match how[0]:
            case "instead_of":
                below = [_moved(one, change[how[0]], entry["at"]) for one in made[first + 1 : last]]
                made[first:last] = [entry, *below]
            case "before":
                made.insert(first, entry)
            case "after":
                made.insert(last, entry)
            case _:
                del made[first:last]
    return made


def _moved(element: Entry, old: str, new: str) -> Entry:
    return element | {"at": new + element["at"].removeprefix(old)}


def _span(elements: list[Entry], at: str) -> tuple[int, int]:
    """Where an element stands, and where what stands below it ends."""
    first = next((place for place, one in enumerate(elements) if one["at"] == at), None)
    if first is None:
        raise ValueError(f"{at}: no element stands there")
    last = first + 1
    while last < len(elements) and elements[last]["at"].startswith(f"{at}/"):
        last += 1
    return first, last
