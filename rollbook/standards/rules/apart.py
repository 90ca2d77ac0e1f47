"""Keeps examples apart that lie side by side: every look at other rows, and every window, stays within one example.

The rule is the same; only where it runs over many small files at once does each of its subqueries get one condition
more. Macros that look into tables are written out for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rollbook.standards.layouts import Layout
from rollbook.standards.rules.parsing import Node, expression, nodes, parse, sql_of, tables_of
from rollbook.standards.rules.rule import Rule, Unless
from rollbook.standards.tables import EXAMPLE, Macro, StandardData, quoted

_OWN = "own_example"  # a name that only the outermost rows have: `aim.x` in a subquery may be another's parent


def source_of(rule: Rule) -> str:
    """The rows of a rule's table, with the example of each under a name that subqueries do not hide."""
    return f"(select *, {EXAMPLE} as {_OWN} from {quoted(rule.table)})"


@dataclass(frozen=True)
class Apart:
    """Rewrites rules of one version. `tables` are those whose rows belong to an example."""

    tables: frozenset[str]
    macros: Mapping[str, Macro]

    def rule(self, rule: Rule) -> Rule:
        """The rule so that it can run over all examples at once. ValueError when it is not SQL."""

        def changed(sql: str) -> str:
            if not sql:
                return sql
            window = f' from "{rule.table}" window {rule.window}' if rule.window else ""
            tree = parse(f"select ({sql}){window}")["select_list"][0]
            return sql_of(self._node(_copy(tree))) if self._looks(tree) else sql

        return replace(
            rule,
            error_when=changed(rule.error_when),
            only=changed(rule.only),
            let=tuple((name, changed(sql)) for name, sql in rule.let),
            unless=tuple(Unless(changed(one.when), one.says) for one in rule.unless),
        )

    def _looks(self, tree: Node) -> bool:
        return any(
            one.get("class") in ("SUBQUERY", "WINDOW") or one.get("function_name") in self.macros for one in nodes(tree)
        )

    def _node(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self._node(one) for one in node]
        if not isinstance(node, dict):
            return node
        if node.get("class") == "FUNCTION" and node["function_name"] in self.macros:
            node = _written_out(node, self.macros[node["function_name"]])
            return self._node(node)
        if node.get("class") == "WINDOW":
            node["partitions"].append(expression(_OWN))
        if node.get("type") == "SELECT_NODE":
            names = [name for name, table in tables_of(node["from_table"]).items() if table in self.tables]
            terms = [expression(f'"{name}".{EXAMPLE} = {_OWN}') for name in names]
            where = [node["where_clause"]] if node["where_clause"] else []
            node["where_clause"] = _all([*where, *terms])
        return {key: self._node(one) for key, one in node.items()}


def apart_for(layout: Layout, data: StandardData) -> Apart:
    """What keeps the examples of one version apart."""
    tables = frozenset({table.name for table in layout.tables} | set(data.references))
    trees = {macro.name: expression(f"({macro.sql})") for macro in data.macros}
    looking = {name for name, tree in trees.items() if any(one.get("table_name") in tables for one in nodes(tree))}
    for _ in trees:  # a macro may look through another one
        looking |= {
            name for name, tree in trees.items() if any(one.get("function_name") in looking for one in nodes(tree))
        }
    return Apart(tables, {macro.name: macro for macro in data.macros if macro.name in looking})


def _written_out(call: Node, macro: Macro) -> Node:
    """A macro's body with its arguments put in, as DuckDB itself does it."""
    given = dict(zip(macro.args, (one["expression"] for one in call["arguments"]), strict=True))
    body: Node = _put_in(_copy(expression(f"({macro.sql})")), given)
    return body


def _put_in(node: Any, given: Mapping[str, Node]) -> Any:
    if isinstance(node, list):
        return [_put_in(one, given) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("class") == "COLUMN_REF" and node["column_names"][0] in given:
        argument, path = _copy(given[node["column_names"][0]]), node["column_names"][1:]
        for step in path:
            argument = expression(f"(x).{step}") | {"children": [argument, expression(f"'{step}'")]}
        return argument
    return {key: _put_in(one, given) for key, one in node.items()}


def _all(terms: list[Node]) -> Node | None:
    if len(terms) < 2:
        return terms[0] if terms else None
    return expression("a and b") | {"children": terms}


def _copy(tree: Node) -> Node:
    copied: Node = json.loads(json.dumps(tree))
    return copied
