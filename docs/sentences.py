"""The sentences of the core, which marks none of them for translation: found in its Python and in its tables.

A sentence with values in it becomes a pattern, `{title} is missing.`: the pages recognise it in what they show.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1] / "rollbook"
RINGS = ("base", "definitions", "standards", "matching", "organisations", "register", "service")
PASSED_OVER = ("migrations", "training", "accuracy")
CODES = "codes"  # the folder of a standard's code lists: values of fields, no words
# Of tables: what these keys hold, and everything in these tables, is read by people.
KEYS = {"says", "fix", "title", "asks", "basis", "lead", "note", "unit"}
TABLES = {"permission", "kind", "codes", "consequence", "how"}
SHORTEST = 8
WORDS = (
    "same",
    "near",
    "differs",
    "not given",
    "very like",
    "much like",
    "somewhat like",
    "a little like",
)  # what register/words.py says of a comparison

Found = tuple[str, str]  # sentence, file


def core_sentences() -> Iterator[Found]:
    """Every sentence a page may show that comes from the core or the service, with its file."""
    yield from ((each, "rollbook/register/words.py") for each in WORDS)
    for ring in RINGS:
        for path in sorted((PACKAGE / ring).rglob("*.py")):
            if not set(path.parts) & set(PASSED_OVER):
                yield from ((each, _name(path)) for each in _of_module(ast.parse(path.read_text("utf-8"))))
        for path in sorted((PACKAGE / ring).rglob("*.toml")):
            if CODES not in path.parts:
                yield from ((each, _name(path)) for each in _of_table(tomllib.loads(path.read_text("utf-8"))))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def _of_module(tree: ast.Module) -> Iterator[str]:
    silent = {id(each) for node in ast.walk(tree) for each in _not_shown(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _is_failure(node):
            yield " ".join((ast.get_docstring(node) or "").split())
        if id(node) in silent:
            continue
        text = pattern(node) if isinstance(node, ast.JoinedStr) else getattr(node, "value", None)
        if isinstance(node, (ast.JoinedStr, ast.Constant)) and isinstance(text, str) and _is_sentence(text):
            yield text


def _is_failure(node: ast.ClassDef) -> bool:
    bases = {getattr(base, "id", "") for base in node.bases}
    return bool(bases & {"RollbookError", "UserError", "OurFault"}) or node.name == "RollbookError"


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of an f-string, which is taken whole."""
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
        first = node.body[0]
        if isinstance(first, ast.Expr):
            yield first.value
    if isinstance(node, ast.JoinedStr):
        for each in node.values:
            yield each
            if isinstance(each, ast.FormattedValue) and each.format_spec is not None:
                yield each.format_spec
                yield from ast.walk(each.format_spec)


def pattern(node: ast.JoinedStr) -> str:
    """An f-string with a name for each value: f"{field.title} is missing." is "{title} is missing."."""
    text, names = "", list[str]()
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            name = _placeholder(each.value)
            names.append(name)
            text += f"{{{name}{names.count(name) if names.count(name) > 1 else ''}}}"
        else:
            text += str(getattr(each, "value", ""))
    return text


def _placeholder(value: ast.expr) -> str:
    if isinstance(value, ast.Attribute):
        return value.attr.lower()
    if isinstance(value, ast.Name):
        return value.id.lower()
    words = re.findall(r"[a-z]+", ast.unparse(value).lower())
    return {"join": "list", "len": "count"}.get(next((each for each in words if each in ("join", "len")), ""), "value")


def _is_sentence(text: str) -> bool:
    literal = re.sub(r"\{\w+\}", "", text)
    begins = re.match(r"[^\w{]*(\{|[A-Z0-9])", text)
    reads = len(literal.strip()) >= SHORTEST and " " in literal.strip() and "\n" not in text
    return bool(begins) and reads and text.rstrip().endswith((".", "?", ":", "!", "…"))


def _of_table(table: Any, *, shown: bool = False) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            is_text = isinstance(value, str) and key != "source" and (shown or key in KEYS or _is_sentence(value))
            yield from [value] if is_text else _of_table(value, shown=shown or key in TABLES)
    elif isinstance(table, list):
        for each in table:
            yield from [each] if shown and isinstance(each, str) else _of_table(each, shown=shown)
