"""Puts later changes on top of what was published: a changed item is a new version, an ended code keeps its place.

Nothing published is edited: `changes.toml` only grows, and each change names the day it counts from and who says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rollbook.definitions.cbds.items import Code, CodeSet, Collection, Item

_CHANGEABLE = ("name", "tag", "notation", "code_set", "values", "default", "about", "superseded_by", "state")


def with_item_changes(
    published: Mapping[str, Item], changes: Mapping[str, Any], source: str
) -> dict[str, tuple[Item, ...]]:
    """Each item's versions, oldest first, with the items that came later at the end."""
    made: dict[str, tuple[Item, ...]] = {key: (item,) for key, item in published.items()}
    for change in changes.get("item", ()):
        made[change["item"]] = _next_version(made[change["item"]], change)
    for new in changes.get("new_item", ()):
        made[new["number"]] = (_new_item(new),)
    for asks in changes.get("asks", ()):
        for number in asks["items"]:
            *before, last = made[number]
            made[number] = (*before, replace(last, collections=(*last.collections, *asks["collections"])))
    return made


def _next_version(versions: tuple[Item, ...], change: Mapping[str, Any]) -> tuple[Item, ...]:
    last, starts = versions[-1], change["from"]
    ended = replace(last, valid_to=_day_before(starts))
    if change.get("ends"):
        return (
            *versions[:-1],
            replace(ended, because=change["because"], superseded_by=change.get("superseded_by", "")),
        )
    said = {name: change[name] for name in _CHANGEABLE if name in change}
    current = replace(
        *(last,),
        **said,
        version=last.version + 1,
        valid_from=starts,
        valid_to=None,
        because=change["because"],
        source=change["source"],
        sure=change.get("sure", "day"),
    )
    return (*versions[:-1], ended, current)


def _new_item(new: Mapping[str, Any]) -> Item:
    return Item(
        key=new["number"],
        number=new["number"],
        name=new["name"],
        tag=new.get("tag", ""),
        data_set=new["data_set"],
        level=new["level"],
        module=new["module"],
        notation=new.get("notation", ""),
        code_set=new.get("code_set", ""),
        values=new.get("values", ""),
        about=new.get("about", ""),
        state="Active",
        valid_from=new["from"],
        valid_to=new.get("until"),
        because=new["because"],
        source=new["source"],
        sure=new.get("sure", "day"),
        ours=True,
    )


def with_collection_changes(published: Mapping[str, Collection], changes: Mapping[str, Any]) -> dict[str, Collection]:
    """The published collections with those that ask for items beside them."""
    return {**published, **{new["key"]: Collection(**new, ours=True) for new in changes.get("collection", ())}}


def with_code_changes(sets: Mapping[str, CodeSet], changes: Mapping[str, Any]) -> dict[str, CodeSet]:
    """The code sets with codes that came and codes that went, each with its days."""
    made = dict(sets)
    for change in changes.get("codes", ()):
        current = made[change["code_set"]]
        ends = set(change.get("end", ()))
        kept = [_ended(row, change) if row.value in ends and not row.part else row for row in current.rows]
        came = [
            _new_code(change, code, label, len(kept) + at) for at, (code, label) in enumerate(change.get("add", ()), 1)
        ]
        made[current.number] = replace(current, rows=(*kept, *came))
    return made


def _ended(row: Code, change: Mapping[str, Any]) -> Code:
    return replace(
        row,
        valid_to=_day_before(change["from"]),
        because=change["because"],
        source=change["source"],
        sure=change.get("sure", "day"),
    )


def _new_code(change: Mapping[str, Any], code: str, label: str, row: int) -> Code:
    return Code(
        change["code_set"],
        code,
        label,
        row=row,
        valid_from=change["from"],
        because=change["because"],
        source=change["source"],
        sure=change.get("sure", "day"),
    )


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
