"""A rule's SQL as a tree, by DuckDB's own parser: its terms, its comparisons, and which column each name means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import duckdb

from rollbook.standards.rules.rule import Rule

Node = dict[str, Any]


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """One empty database answers every question."""
    return duckdb.connect(":memory:", config={"threads": 1})


@lru_cache(maxsize=4096)
def parse(sql: str) -> Node:
    """The tree of one SELECT. ValueError with the parser's own words when it is none."""
    row = _parser().cursor().execute("select json_serialize_sql($1)", [sql]).fetchone()
    answer = json.loads(row[0]) if row else {}
    if answer.get("error", True):
        raise ValueError(answer.get("error_message", "cannot be parsed"))
    node: Node = answer["statements"][0]["node"]
    return node


def sql_of(tree: Node) -> str:
    """The tree of an expression as SQL again."""
    statement = parse("select 1") | {"select_list": [tree]}
    given = json.dumps({"error": False, "statements": [{"node": statement, "named_param_map": []}]})
    row = _parser().cursor().execute("select json_deserialize_sql($1)", [given]).fetchone()
    return str(row[0]).removeprefix("SELECT ") if row else ""


def expression(sql: str) -> Node:
    """The tree of an expression."""
    tree: Node = parse(f"select {sql}")["select_list"][0]
    return tree


def children(node: Any) -> Iterator[Any]:
    """What hangs directly below a node."""
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node


def nodes(node: Any) -> Iterator[Node]:
    """Every node, from the top down."""
    if isinstance(node, dict):
        yield node
    for child in children(node):
        if isinstance(child, (dict, list)):
            yield from nodes(child)


def has_subquery(node: Any) -> bool:
    """Does it look into other rows?"""
    return any(one.get("class") == "SUBQUERY" for one in nodes(node))


def has_window(node: Any) -> bool:
    """Does it use a window function?"""
    return any(one.get("class") == "WINDOW" for one in nodes(node))


def functions(node: Any) -> set[str]:
    """The names of all functions and macros in it."""
    return {one["function_name"] for one in nodes(node) if one.get("class") == "FUNCTION"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is named in a rule: its path (`learner`, `ULN`) and the table it is looked for in.

    `depth` is 0 in the rule itself and more in a subquery; `bare` means it carries no table's name; `in_window` that a
    window function reads it. `named` is the table's name as it is written, `inner` are the tables of the subqueries
    between: a column of theirs with that name comes first.
    """

    path: tuple[str, ...]
    table: str
    depth: int
    bare: bool
    in_window: bool
    named: str = ""
    inner: tuple[str, ...] = ()


@dataclass
class _Walk:
    scopes: list[dict[str, str]]
    own: frozenset[str] = frozenset()  # names that are no columns: arguments of a macro or lambda
    in_window: bool = False
    found: list[Column] = field(default_factory=list)


def columns_in(node: Any, table: str, arguments: frozenset[str] = frozenset()) -> list[Column]:
    """Every column that an expression over `table` names. `arguments` are names that are none."""
    walk = _Walk([{table: table} if table else {}], arguments)
    _visit(node, walk)
    return walk.found


def _visit(node: Any, walk: _Walk) -> None:
    if not isinstance(node, dict):
        for child in children(node):
            _visit(child, walk)
        return
    kind = node.get("class") or node.get("type")
    if kind == "COLUMN_REF":
        _name(tuple(node["column_names"]), walk)
    elif kind == "LAMBDA":
        inner = _Walk(walk.scopes, walk.own | _names(node["lhs"]), walk.in_window, walk.found)
        _visit(node["expr"], inner)
    elif kind == "SELECT_NODE":
        inner = _Walk([*walk.scopes, tables_of(node["from_table"])], walk.own, walk.in_window, walk.found)
        for child in node.values():
            _visit(child, inner)
    elif kind == "WINDOW":
        inner = _Walk(walk.scopes, walk.own, True, walk.found)
        for child in node.values():
            _visit(child, inner)
    else:
        for child in node.values():
            _visit(child, walk)


def _name(path: tuple[str, ...], walk: _Walk) -> None:
    if path[0] in walk.own:
        return
    for depth in range(len(walk.scopes) - 1, -1, -1):
        table = walk.scopes[depth].get(path[0])
        if table is not None and len(path) > 1:
            inner = tuple(one for scope in walk.scopes[depth + 1 :] for one in scope.values())
            walk.found.append(Column(path[1:], table, depth, False, walk.in_window, path[0], inner))
            return
    scope = walk.scopes[-1]
    only = next(iter(scope.values()), "") if len(scope) == 1 else ""
    walk.found.append(Column(path, only, len(walk.scopes) - 1, True, walk.in_window))


def _names(node: Any) -> frozenset[str]:
    return frozenset(one["column_names"][0] for one in nodes(node) if one.get("class") == "COLUMN_REF")


def tables_of(node: Node) -> dict[str, str]:
    """The tables of a FROM under the names they go by; a subquery's own rows are no table (empty)."""
    kind = node.get("type")
    if kind == "BASE_TABLE":
        return {node["alias"] or node["table_name"]: node["table_name"]}
    if kind == "JOIN":
        return tables_of(node["left"]) | tables_of(node["right"])
    return {node["alias"]: ""} if node.get("alias") else {}


@dataclass(frozen=True, slots=True)
class Parts:
    """The trees of a rule's parts. `window` is what its windows part and order by."""

    error_when: Node
    unless: tuple[Node, ...]
    let: Mapping[str, Node]
    only: Node | None

    @property
    def all(self) -> list[Node]:
        """All of them."""
        return [self.error_when, *self.unless, *self.let.values(), *([self.only] if self.only else [])]


def parts_of(rule: Rule) -> Parts:
    """A rule's parts as trees. ValueError when one of them is not SQL."""
    let = "".join(f", ({sql})" for _, sql in rule.let)
    window = f" window {rule.window}" if rule.window else ""
    lets = parse(f'select 1{let} from "{rule.table}"{window}')["select_list"][1:]
    return Parts(
        error_when=expression(f"({rule.error_when})"),
        unless=tuple(expression(f"({one.when})") for one in rule.unless),
        let=dict(zip((name for name, _ in rule.let), lets, strict=True)),
        only=expression(f"({rule.only})") if rule.only else None,
    )
