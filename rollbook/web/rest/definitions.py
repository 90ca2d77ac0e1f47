"""Rules and the dictionary over REST: for anybody, without a token."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from rollbook.definitions import cbds
from rollbook.service.readers import definitions, rule_books
from rollbook.web.rest import definition_shapes as shapes
from rollbook.web.rest.endpoint import ANYBODY, answers

router = Router(tags=["rules and definitions"])
Words = Annotated[str, Query(default="", max_length=100, description="All of these words must occur.")]


@router.get("/standards", auth=ANYBODY, response=answers(shapes.Books))
def standards(request: HttpRequest) -> dict[str, Any]:
    """Every standard and version that files are checked by."""
    return {"standards": [asdict(each) for each in rule_books.books()]}


@router.get("/standards/{standard}/{version}/rules", auth=ANYBODY, response=answers(shapes.RuleLines))
def rules(request: HttpRequest, standard: str, version: str, words: Words) -> dict[str, Any]:
    """The rules of one version, and the checks of its layout, by code."""
    return {"rules": [asdict(each) for each in rule_books.lines(standard, version, words)]}


@router.get("/standards/{standard}/{version}/rules/{code}", auth=ANYBODY, response=answers(shapes.RuleTold))
def rule(request: HttpRequest, standard: str, version: str, code: str) -> dict[str, Any]:
    """One rule: what it means, why, how to mend, who says so, and its examples. The code in any case."""
    return rule_books.as_plain_told(rule_books.told(standard, version, code))


@router.get("/definitions/items", auth=ANYBODY, response=answers(shapes.Found))
def find_items(request: HttpRequest, words: Words) -> dict[str, Any]:
    """Find data items by number, name or words; where there is none, codes by what they mean."""
    found = definitions.found(words)
    return {"items": [_line(each) for each in found.items], "codes": [_code(each) for each in found.codes]}


@router.get("/definitions/items/{item}", auth=ANYBODY, response=answers(shapes.Items))
def item(request: HttpRequest, item: str) -> dict[str, Any]:
    """One data item with its versions, who asks for it, and every layout, field and rule that uses it."""
    return {"items": [_item(each) for each in definitions.items(item)]}


@router.get("/definitions/code-sets", auth=ANYBODY, response=answers(shapes.CodeSets))
def code_sets(request: HttpRequest) -> dict[str, Any]:
    """Every code set."""
    return {"code_sets": [_set(each) for each in definitions.code_sets()]}


@router.get("/definitions/code-sets/{code_set}", auth=ANYBODY, response=answers(shapes.CodeSet))
def code_set(request: HttpRequest, code_set: str) -> dict[str, Any]:
    """One code set with its codes, and the items that hold them."""
    found, items = definitions.code_set(code_set)
    return {**_set(found), "codes": [_code(each) for each in found.codes()], "items": [_line(each) for each in items]}


def _line(each: cbds.Item) -> dict[str, Any]:
    names = ("key", "number", "title", "tag", "data_set", "module", "notation", "code_set", "valid_to")
    return {name: getattr(each, name) for name in names}


def _code(each: cbds.Code) -> dict[str, Any]:
    return {name: getattr(each, name) for name in ("code_set", "value", "label", "valid_from", "valid_to")}


def _set(each: cbds.CodeSet) -> dict[str, Any]:
    return {"number": each.number, "title": each.title, "superseded_by": each.superseded_by}


def _item(each: cbds.Shown) -> dict[str, Any]:
    names = ("version", "title", "tag", "notation", "valid_from", "valid_to", "because", "source")
    return {
        **_line(each.item),
        "about": each.item.about,
        "superseded_by": each.item.superseded_by,
        "versions": [{name: getattr(one, name) for name in names} for one in each.versions],
        "collections": [one.title for one in each.collections],
        "uses": [{name: getattr(one, name) for name in ("kind", "standard", "version", "where")} for one in each.uses],
    }
