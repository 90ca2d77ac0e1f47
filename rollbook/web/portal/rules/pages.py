"""The books of rules, one book with its search, one rule, and what became of every published rule."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rollbook.service.readers import rule_books
from rollbook.standards.describing import told_at
from rollbook.standards.layouts import Layout
from rollbook.standards.rules.coverage import State, own_rules
from rollbook.standards.rules.rule import Rule, plain_code
from rollbook.standards.rules.telling import DECIDED_BY, lines_of
from rollbook.web.portal.page import open_page
from rollbook.web.portal.pieces import piece

LONGEST = 100  # characters of a search
FIELDS = 60  # places told of a check that many fields share


@open_page("rules", guide="look-up-a-rule")
def books(request: HttpRequest) -> HttpResponse:
    """Every standard and version."""
    return render(request, "portal/rules/books.html", {"area": "rules", "books": rule_books.books()})


@open_page("rule_book", guide="look-up-a-rule")
def book(request: HttpRequest, standard: str, version: str) -> HttpResponse:
    """The rules of one version; with words sent, those that hold them all."""
    words = request.POST.get("words", "")[:LONGEST].strip() if request.method == "POST" else ""
    layout = rule_books.layout_for(standard, version)
    found = rule_books.lines(standard, version, words)
    context = {"area": "rules", "layout": layout, "words": words, "count": len(found), **piece(request, found)}
    context["layout_page"] = told_at(standard, version)[0].removesuffix(".md")
    context["has_coverage"] = any(
        each.published for each in rule_books.books() if (each.standard, each.version) == (standard, version)
    )
    return render(request, "portal/rules/book.html", context)


@open_page("rule", guide="look-up-a-rule")
def rule(request: HttpRequest, standard: str, version: str, rule: str) -> HttpResponse:
    """One rule."""
    told = rule_books.told(standard, version, rule)
    context = {
        "area": "rules",
        "layout": told.layout,
        "told": told,
        "rules": [_shown(each, told.layout) for each in told.rules],
        "checks": told.checks[:FIELDS],
        "more_checks": max(len(told.checks) - FIELDS, 0),
        "others": [each for each in told.versions if each != version],
    }
    return render(request, "portal/rules/rule.html", context)


def _shown(rule: Rule, layout: Layout) -> dict[str, Any]:
    """A rule with its examples as lines; those that an exception explains come with its sentence."""
    return {
        "rule": rule,
        "decided_by": DECIDED_BY.get(rule.checked_by, ""),
        "fails": [_example(each, layout, rule) for each in rule.fails],
        "passes": [_example(each, layout, rule) for each in rule.passes],
    }


def _example(example: Any, layout: Layout, rule: Rule) -> dict[str, Any]:
    exception = rule.unless[example.unless - 1].says if 0 < example.unless <= len(rule.unless) else ""
    return {"lines": lines_of(example, layout), "at": example.at, "why": example.why, "exception": exception}


@open_page("rule_coverage", guide="look-up-a-rule")
def coverage(request: HttpRequest, standard: str, version: str) -> HttpResponse:
    """What became of every published rule; of one category or state where the address says so."""
    every = rule_books.covered(standard, version)
    category, state = request.GET.get("category", "")[:100], request.GET.get("state", "")[:20]
    found = [
        one
        for one in every
        if category in ("", one.published.category) and state in ("", one.state.name.lower())
    ]  # fmt: skip
    tally = Counter(one.state for one in every)
    known = rule_books.codes(standard, version)
    context = {
        "area": "rules",
        "layout": rule_books.layout_for(standard, version),
        "states": [(each.name.lower(), str(each), tally[each]) for each in State if tally[each]],
        "categories": sorted({one.published.category for one in every}),
        "category": category,
        "state": state,
        "count": len(found),
        "own": own_rules(standard, version),
        "known": {one.published.code for one in every if plain_code(one.published.code) in known},
        **piece(request, found),
    }
    return render(request, "portal/rules/coverage.html", context)
