"""The reference pages of the dictionary: an overview, a page for each data set, the code sets, the burden register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby

from rollbook.definitions.cbds.burden import Burden, asked_again, burden, latest_of_each
from rollbook.definitions.cbds.items import Code, CodeSet, Collection, DataSet, Item
from rollbook.definitions.cbds.loading import dictionary

_MOST_CODES = 40  # longer lists are looked up by command
_SURE = {"day": "", "about": " (about)", "by": " (at the latest)"}


def dictionary_pages() -> dict[str, Callable[[], str]]:
    """Every page by its file's name, each made when it is called."""
    of_sets = {page_name(each.name): partial(data_set_page, each.name) for each in dictionary().data_sets}
    return {"definitions.md": overview_page, **of_sets, "code-sets.md": code_sets_page, "burden.md": burden_page}


def page_name(data_set: str) -> str:
    """The file of a data set's page."""
    return f"definitions-{data_set.replace('_', '-')}.md"


def overview_page() -> str:
    """What the dictionary holds, what changed since it was published, and which collections ask for it."""
    known = dictionary()
    items = list(known.latest())
    lines = [
        "# The dictionary of data items",
        "",
        f"{known.title}. Source: {known.source}. {known.licence}",
        "",
        "One item: `rollbook definitions show 100472`. By words: `rollbook definitions find exclusion`. How to:",
        "[look up a definition](../how-to/look-up-a-definition.md).",
        "",
        "| Data set | Items | What it holds |",
        "| --- | --- | --- |",
        *(_data_set_row(each, items) for each in known.data_sets),
        "",
        f"[{len(known.code_sets)} code sets](code-sets.md). [Who asks for what, and what is asked again](burden.md).",
        "No item of the published set is about governors.",
        "",
        "## What changed since",
        "",
        "Nothing published is edited: a change is a new version with the day it counts from and its source.",
        "*About*: the year is stated, not the day. *At the latest*: in use by then. A number that begins with R is",
        "ours, because the department's own is not held.",
        "",
        "| From | What | Why | Source |",
        "| --- | --- | --- | --- |",
        *_changes(),
        "",
        "## Collections",
        "",
        "The latest list of each. A file that carries what is held from one holder to the next asks nobody. Whom a",
        "collection asks, how often and when is not in the published set; it is ours (`collections.csv`). So is the",
        "ILR as a whole (`changes.toml`): it asks for the items that the fields of its layouts name.",
        "",
        "| Collection | Items | Asks | How often | When |",
        "| --- | --- | --- | --- | --- |",
        *(_collection_row(each, items) for each in latest_of_each(known.collections.values())),
        "",
    ]
    return "\n".join(lines)


def _data_set_row(each: DataSet, items: list[Item]) -> str:
    count = sum(item.data_set == each.name for item in items)
    return f"| [{each.title}]({page_name(each.name)}) | {count} | {each.says} |"


def _collection_row(each: Collection, items: list[Item]) -> str:
    count = sum(each.key in item.collections for item in items)
    often = "carries" if each.carries else f"{each.times_a_year} a year"
    title = each.title if each.title.startswith(each.family) else f"{each.title} ({each.family})"
    return f"| {title} | {count} | {each.asked_of or 'nobody'} | {often} | {each.when} |"


def _changes() -> Iterator[str]:
    known = dictionary()
    for versions in known.items.values():
        for item in versions:
            if item.version > 1 or item.ours:
                what = f"{item.number} {cell(item.title)} `{item.tag or 'no tag known'}`"
                yield f"| {item.valid_from}{_SURE[item.sure]} | {what} | {cell(item.because)} | {cell(item.source)} |"
    for code_set in known.code_sets.values():
        for row in code_set.rows:
            if row.valid_from or row.valid_to:
                day, how = (row.valid_from, "came") if row.valid_from else (row.valid_to, "was last used")
                what = f"{code_set.number} `{row.value}` {how}: {cell(row.label)}"
                yield f"| {day}{_SURE[row.sure]} | {what} | {cell(row.because)} | {cell(row.source)} |"


def data_set_page(name: str) -> str:
    """Every item of one data set, by module."""
    known = dictionary()
    data_set = next(each for each in known.data_sets if each.name == name)
    items = sorted((item for item in known.latest() if item.data_set == name), key=lambda item: item.module)
    lines = [
        f"# Data set: {data_set.title.lower()}",
        "",
        f"{data_set.says} {len(items)} items, by module: number, name, element in files, format, code set.",
        "Where a sentence follows, it is ours. [All data sets](definitions.md).",
    ]
    for module, group in groupby(items, key=lambda item: item.module):
        lines += ["", f"## {cell(module)}", "", *map(_item_line, group)]
    return "\n".join([*lines, ""])


def _item_line(item: Item) -> str:
    facts = [f"`{item.tag}`" if item.tag else "no tag", item.notation, item.code_set, _span(item)]
    told = ", ".join(fact for fact in facts if fact)
    return f"- {item.key} **{cell(item.title)}** {cell(told)}{'. ' + cell(item.about) if item.about else ''}"


def _span(item: Item) -> str:
    if item.valid_to:
        successor = f", then {item.superseded_by}" if item.superseded_by else ""
        return f"until {item.valid_to}{successor}"
    return "inactive" if item.state == "Inactive" else ""


def code_sets_page() -> str:
    """Every code set with its codes; of the longest only how many there are."""
    known = dictionary()
    lines = [
        "# Code sets",
        "",
        f"{len(known.code_sets)} sets. Of those with more than {_MOST_CODES} codes only the number stands here:",
        "`rollbook definitions find WORDS` finds a code, `rollbook definitions show ITEM --codes 999` lists all.",
        "[The dictionary](definitions.md).",
    ]
    for each in known.code_sets.values():
        lines += ["", f"## {each.number} {cell(each.title)}", "", _codes_line(each)]
    return "\n".join([*lines, ""])


def _codes_line(each: CodeSet) -> str:
    codes = each.codes()
    after = f" Superseded by {each.superseded_by}." if each.superseded_by else ""
    if len(codes) > _MOST_CODES:
        return f"{len(codes)} codes.{after}"
    return "; ".join(map(_code, codes)) + f".{after}"


def _code(row: Code) -> str:
    days = [f"from {row.valid_from}" if row.valid_from else "", f"until {row.valid_to}" if row.valid_to else ""]
    dated = f" ({' '.join(day for day in days if day)}{_SURE[row.sure].replace(' (', ', ').replace(')', '')})"
    value = f"`{row.value}`" if row.value else ""
    return f"{value} {cell(row.label)}{dated if any(days) else ''}".strip()


def burden_page() -> str:
    """The burden register in short: what is asked again though it is held."""
    rows = burden()
    asked = [row for row in rows if row.askings]
    lines = [
        "# The burden register",
        "",
        "Collect once, and give it to whoever needs it: the promise of 2004. This is what the latest lists of",
        "collections ask for, and what they ask for again though the collector holds it.",
        "",
        f"- {len(asked)} items are asked for; {len(rows) - len(asked)} more are only carried to the next holder.",
        f"- Together they take {_answers(asked)} answers a year, each item counted for one person or one school.",
        f"- **{asked_again(rows)} of these are for what is already held**; one question counts once.",
        "",
        "*For life*: the first answer is enough; from the second year on, every asking is for something held. *Until",
        "it changes*: only changes would have to be told. *For one period*: a new answer belongs to each period. A",
        "pupil is in one census of pupils at a time; a learner in further education is in the ILR instead, and it",
        "weighs most: the whole file is sent anew up to fourteen times a year. How long an answer stays true is our",
        "reading (`keeps.toml`), and which term asks for what is known for the School Census of 2013 only",
        "(`times.toml`); both are data.",
        "",
        "The whole register, every item with every collection: `rollbook definitions burden --output burden.csv`.",
        "",
        "| Item | Stays | Asked a year | Of these again | Asked by |",
        "| --- | --- | --- | --- | --- |",
        *(_burden_row(row) for row in sorted(asked, key=lambda each: -each.again) if row.again),
        "",
    ]
    return "\n".join(lines)


def _answers(asked: Iterable[Burden]) -> int:
    return sum({frozenset((row.item.number, *row.also)): row.times for row in asked}.values())


def _burden_row(row: Burden) -> str:
    also = f", the same as {', '.join(row.also)}" if row.also else ""
    by = "; ".join(f"{asking.collection.title} ({asking.times})" for asking in row.askings)
    return f"| {row.item.number} {cell(row.item.title)}{also} | {row.stays} | {row.times} | {row.again} | {by} |"


def cell(text: str) -> str:
    """Text that stands in a table or a list without being taken for markup."""
    return re.sub(r"([|*_<>\[\]])", r"\\\1", text)
