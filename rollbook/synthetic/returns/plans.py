"""What a made file is like: a plan, which is data (`data/<standard>.toml`), read for one version of the standard.

A plan has, each in the form of a rule's examples: `document` (what stands in the file beside its people), `common`
(what people of one table begin with), kinds and traits of people, and faults. A value may name details in braces:
`{given_name}`, `{year-1}`, `{year_at_4}` (`details.py` makes them). Details that nobody has by nature are drawn: `draw`
(one of several, by `share`) and `numbers` (from, to); `constants` are the same for everybody. `group` puts people into
rows of another table, such as classes; `counts` are a share of a table's rows. What differs in one version or term
stands under `version` or `term`, traits on top of the others in `also` there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from rollbook.base.errors import UserError
from rollbook.standards.layouts import Layout, layout_of
from rollbook.standards.rules.records import main_table
from rollbook.standards.tables import standard_data
from rollbook.synthetic.returns.filling import filled_text
from rollbook.synthetic.tables import table

Changes = Mapping[str, Any]
NO_CONSTANTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of people: the table of their records, their share, their ages in whole years on the eve of the year.

    Shares are of those whom the file is about; those of another table (leavers, beside pupils) come on top. `details`
    are the same for all of one kind.
    """

    name: str
    table: str
    share: float
    ages: tuple[int, int]
    details: Mapping[str, str]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that a share of those have whom the file is about, or of the kinds that it names."""

    share: float
    kinds: Sequence[str]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong in a record: the rule that finds it, the columns it changes, and to what."""

    rule: str
    table: str
    changes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of `table` made from those whom the file is about: so many to a row, all alike in the details `by`."""

    table: str
    by: Sequence[str]
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for one version; `starts` is the first day of the file's year, `name` what the file is to be called.

    It begins with the valid record of the version `valid`, less the fields and tables that this version `lacks`.
    `upn_school` is the school (seven digits) that gave the pupils their numbers.
    """

    layout: Layout
    valid: str
    lacks: Collection[str]
    name: str
    starts: date
    upn_school: str
    document: Changes
    common: Mapping[str, Changes]
    kinds: Sequence[Kind]
    traits: Sequence[Trait]
    faults: Sequence[Fault]
    groups: Sequence[Group]
    draws: Sequence[Sequence[Mapping[str, Any]]]
    numbers: Mapping[str, tuple[int, int]]
    constants: Mapping[str, str]
    counts: Mapping[str, Mapping[str, Any]]


def plan_of(
    standard: str,
    version: str,
    *,
    variety: str = "",
    term: str = "",
    shape: str = "",
    constants: Mapping[str, str] = NO_CONSTANTS,
) -> Plan:
    """The plan of a standard for one version, or of one variety or term of it. UserError for a version not made.

    `constants` take the place of the plan's own.
    """
    data = table(f"{standard}_{variety}" if variety else standard)
    if version not in data["versions"]:
        raise UserError(f"No file of {version} can be made.", fix=f"Choose of: {', '.join(data['versions'])}.")
    layout = layout_of(standard, version, shape)
    own = _merged(data, data.get("version", {}).get(version, {}))
    own = _merged(own, data.get("term", {}).get(term, {}))
    values = dict(own.get("constants", {})) | dict(constants)
    main = main_table(layout).name
    return Plan(
        layout=layout,
        valid=own.get("valid", version),
        lacks=own.get("lacks", ()),
        name=own["file_name"],
        starts=standard_data(standard, version).year.get("starts") or own["starts"],
        upn_school=own.get("upn_school", ""),
        document=own.get("document", {}),
        common=own.get("common", {}),
        kinds=[_kind(one, main) for one in own["kind"]],
        traits=[_trait(one) for one in (*own.get("trait", ()), *own.get("also", ()))],
        faults=[_fault(one) for one in own["fault"]],
        groups=[Group(one["table"], one["by"], one["size"]) for one in own.get("group", ())],
        draws=[[_filled(each, values) for each in one["of"]] for one in own.get("draw", ())],
        numbers={name: (least, most) for name, (least, most) in own.get("numbers", {}).items()},
        constants=values,
        counts=own.get("counts", {}),
    )


def _merged(data: Changes, others: Changes) -> dict[str, Any]:
    """Tables of both, one within the other; anything else is taken from `others`."""
    made = dict(data)
    for key, value in others.items():
        is_table = isinstance(value, Mapping) and isinstance(made.get(key), Mapping)
        made[key] = _merged(made[key], value) if is_table else value
    return made


def _filled(values: Mapping[str, Any], constants: Mapping[str, str]) -> dict[str, Any]:
    """One of several things to draw; its texts may name what is the same for everybody."""
    return {name: filled_text(one, constants.__getitem__) if name != "share" else one for name, one in values.items()}


def _kind(one: Mapping[str, Any], main: str) -> Kind:
    return Kind(
        one["name"], one.get("table", main), one["share"], tuple(one["age"]), one.get("details", {}), one["changes"]
    )


def _trait(one: Mapping[str, Any]) -> Trait:
    return Trait(one.get("share", 1.0), one.get("kinds", ()), one["changes"])


def _fault(one: Mapping[str, Any]) -> Fault:
    return Fault(one["rule"], one["table"], {name: value or None for name, value in one["changes"].items()})
