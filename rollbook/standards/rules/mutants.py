"""Rules changed a little. An example that is missing shows itself: nothing reports the change.

Dropped: `only`, each AND term, each exception. Moved: each limit that a number or a date is compared with. Not
dropped: a guard (`X is not null`), and what ties a subquery's rows to the record (`o.learner_id = aim.learner_id`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rollbook.standards.rules.parsing import Node, parse, sql_of
from rollbook.standards.rules.rule import Rule, Unless

_FLIPPED = {
    "COMPARE_LESSTHAN": "COMPARE_LESSTHANOREQUALTO",
    "COMPARE_LESSTHANOREQUALTO": "COMPARE_LESSTHAN",
    "COMPARE_GREATERTHAN": "COMPARE_GREATERTHANOREQUALTO",
    "COMPARE_GREATERTHANOREQUALTO": "COMPARE_GREATERTHAN",
}
# Where a limit on the right is moved so that the nearest value on the other side of it is caught.
_STEP = {
    "COMPARE_LESSTHAN": -1,
    "COMPARE_LESSTHANOREQUALTO": 1,
    "COMPARE_GREATERTHAN": 1,
    "COMPARE_GREATERTHANOREQUALTO": -1,
}
_ID = re.compile("^(id|nth)$|_id$")
Place = tuple[str | int, ...]  # where a node stands in a tree


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed rule, and the example that would notice."""

    rule: Rule
    wanted: str


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Every change that an example of the rule must notice, exceptions apart."""
    parts: list[tuple[str, Callable[[str], Rule]]] = [
        (rule.error_when, lambda sql: replace(rule, error_when=sql)),
        (rule.only, lambda sql: replace(rule, only=sql)),
    ]
    for number, one in enumerate(rule.unless):
        parts.append((one.when, _unless(rule, number)))
    for name, sql in rule.let:
        parts.append((sql, _let(rule, name)))
    for sql, made in parts:
        tree = _tree(rule, sql)
        if sql in (rule.error_when, rule.only):
            yield from (_without(tree, place, made) for place in _terms(tree))
        for place in _limits(tree):
            yield from _moved(tree, place, made)
    only = _tree(rule, rule.only)
    if only.get("type") not in ("CONJUNCTION_AND", "OPERATOR_IS_NOT_NULL", "VALUE_CONSTANT"):
        yield Mutant(replace(rule, only=""), f"a passing example that `only` keeps out: {rule.only}")


def without_unless(rule: Rule, number: int) -> Rule:
    """The rule without one of its exceptions (from 1)."""
    return replace(rule, unless=tuple(one for place, one in enumerate(rule.unless, 1) if place != number))


def _unless(rule: Rule, number: int) -> Callable[[str], Rule]:
    def made(sql: str) -> Rule:
        ones = list(rule.unless)
        ones[number] = Unless(sql, ones[number].says)
        return replace(rule, unless=tuple(ones))

    return made


def _let(rule: Rule, name: str) -> Callable[[str], Rule]:
    return lambda sql: replace(rule, let=tuple((one, sql if one == name else old) for one, old in rule.let))


def _tree(rule: Rule, sql: str) -> Node:
    window = f' from "{rule.table}" window {rule.window}' if rule.window else ""
    tree: Node = parse(f"select ({sql or 'true'}){window}")["select_list"][0]
    return tree


def _terms(tree: Node) -> Iterator[Place]:
    """Where the terms of ANDs stand, at any depth."""
    for place, node in _places(tree):
        if node.get("type") == "CONJUNCTION_AND":
            for number, term in enumerate(node["children"]):
                if term.get("type") != "CONJUNCTION_AND" and not _is_guard(term) and not _is_link(term):
                    yield (*place, "children", number)


def _without(tree: Node, place: Place, made: Callable[[str], Rule]) -> Mutant:
    changed = _copy(tree)
    terms = _at(changed, place[:-1])
    gone = terms.pop(int(place[-1]))
    if len(terms) == 1:
        _put(changed, place[:-2], terms[0])
    term = sql_of(gone)
    return Mutant(made(sql_of(changed)), f"an example in which only this term decides: {term}")


def _limits(tree: Node) -> Iterator[Place]:
    """Where a number or a date is compared by size."""
    for place, node in _places(tree):
        if node.get("class") == "BETWEEN" or (node.get("type") in _FLIPPED and not _is_link(node)):
            yield place


def _moved(tree: Node, place: Place, made: Callable[[str], Rule]) -> Iterator[Mutant]:
    node = _at(tree, place)
    if node.get("class") == "BETWEEN":
        for end, steps in (("lower", (1, -1)), ("upper", (-1, 1))):
            for step in steps:
                changed = _copy(tree)
                if _step(_at(changed, place)[end], step):
                    yield Mutant(made(sql_of(changed)), _both_sides(node))
        return
    changed = _copy(tree)
    _at(changed, place)["type"] = _FLIPPED[node["type"]]
    yield Mutant(made(sql_of(changed)), f"an example exactly at the limit of: {sql_of(node)}")
    for side, sign in (("right", 1), ("left", -1)):
        changed = _copy(tree)
        if _step(_at(changed, place)[side], sign * _STEP[node["type"]]):
            yield Mutant(made(sql_of(changed)), _both_sides(node))


def _both_sides(node: Node) -> str:
    return f"examples on both sides of the limit, one next to the other: {sql_of(node)}"


def _step(node: Node, by: int) -> bool:
    """Move a whole number or a date that is written out. False when it is neither."""
    if node.get("class") == "CAST" and node["type_expr"].get("type_name", "").lower() == "date":
        inner = node["child"]
        text = _text(inner)
        if text:
            _set_text(inner, str(date.fromisoformat(text) + timedelta(days=by)))
        return bool(text)
    if node.get("class") == "CONSTANT":
        text = _text(node)
        if text.lstrip("-").isdigit():
            _set_text(node, str(int(text) + by))
            return True
    return False


def _text(node: Node) -> str:
    literal = node.get("literal") or {}
    return str(literal.get("text", "")) if node.get("class") == "CONSTANT" else ""


def _set_text(node: Node, text: str) -> None:
    node["literal"]["text"] = text


def _is_guard(node: Node) -> bool:
    return node.get("type") == "OPERATOR_IS_NOT_NULL"


def _is_link(node: Node) -> bool:
    """Does it compare two records' ids or places, as a subquery must?"""
    if node.get("class") != "COMPARISON":
        return False
    sides = (node["left"], node["right"])
    return all(side.get("class") == "COLUMN_REF" and _ID.search(side["column_names"][-1]) for side in sides)


def _places(node: Any, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    if isinstance(node, dict):
        yield place, node
        for key, child in node.items():
            if isinstance(child, (dict, list)):
                yield from _places(child, (*place, key))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            if isinstance(child, (dict, list)):
                yield from _places(child, (*place, number))


def _copy(tree: Node) -> Node:
    copied: Node = json.loads(json.dumps({"root": tree}))["root"]
    return copied


def _at(tree: Any, place: Place) -> Any:
    for step in place:
        tree = tree[step]
    return tree


def _put(tree: Node, place: Place, node: Node) -> None:
    if place:
        _at(tree, place[:-1])[place[-1]] = node
    else:
        tree.clear()
        tree.update(node)
