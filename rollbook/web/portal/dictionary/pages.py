"""Find an item or a code by words; one item with its versions and all that uses it; data sets and code sets."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rollbook.definitions.cbds import Item, Use, dictionary
from rollbook.service.readers import definitions
from rollbook.service.readers.rule_books import codes as rule_codes
from rollbook.standards.describing import told_at
from rollbook.standards.rules.rule import plain_code
from rollbook.web.portal.page import open_page
from rollbook.web.portal.pieces import piece

LONGEST = 100  # characters of a search
MOST_FOUND = 60
MOST_CODES = 40  # on the page of an item; the code set has a page of its own
MOST_USES = 40


@open_page("dictionary", guide="look-up-a-definition")
def overview(request: HttpRequest) -> HttpResponse:
    """What there is; with words sent, the items or codes they describe."""
    words = request.POST.get("words", "")[:LONGEST].strip() if request.method == "POST" else ""
    context: dict[str, Any] = {"area": "dictionary", "words": words, "dictionary": dictionary()}
    if words:
        found = definitions.found(words)
        context |= {"found": found, "items": found.items[:MOST_FOUND], "more": max(len(found.items) - MOST_FOUND, 0)}
    else:
        context |= {"data_sets": definitions.data_sets(), "code_sets": len(definitions.code_sets())}
    return render(request, "portal/dictionary/overview.html", context)


@open_page("data_set", guide="look-up-a-definition")
def data_set(request: HttpRequest, data_set: str) -> HttpResponse:
    """The items of one data set, by module."""
    chosen, items = definitions.data_set(data_set)
    shown = piece(request, items)
    modules = [(module, list(group)) for module, group in groupby(shown["piece"], key=lambda each: each.module)]
    context = {"area": "dictionary", "data_set": chosen, "count": len(items), "modules": modules, **shown}
    return render(request, "portal/dictionary/data_set.html", context)


@open_page("item", guide="look-up-a-definition")
def item(request: HttpRequest, item: str) -> HttpResponse:
    """One item with its versions, its codes, who asks for it and what uses it."""
    found = definitions.items(item)
    context = {"area": "dictionary", "title": found[0].item.title, "number": found[0].item.number,
               "shown": [_shown(each) for each in found]}  # fmt: skip
    return render(request, "portal/dictionary/item.html", context)


def _shown(each: Any) -> dict[str, Any]:
    codes = each.code_set.codes() if each.code_set else ()
    return {
        "item": each.item,
        "versions": each.versions,
        "code_set": each.code_set,
        "codes": codes[:MOST_CODES],
        "more_codes": max(len(codes) - MOST_CODES, 0),
        "collections": each.collections,
        "replaces": each.replaces,
        "uses": [(use, _address(use)) for use in each.uses[:MOST_USES]],
        "more_uses": max(len(each.uses) - MOST_USES, 0),
        "superseded_by": _known(each.item),
    }


def _known(item: Item) -> str:
    """The item that took its place, where it is one of the dictionary."""
    return item.superseded_by if item.superseded_by in dictionary().items else ""


def _address(use: Use) -> str:
    """Where a rule is explained, or a field of a file; "" for what has no page."""
    if use.kind == "field of a file":
        page, heading = told_at(use.standard, use.version, use.where)
        return f"{reverse('document', args=['reference', page.removesuffix('.md')])}#{heading}" if page else ""
    if use.kind != "rule" or plain_code(use.where) not in rule_codes(use.standard, use.version):
        return ""
    return reverse("rule", args=[use.standard, use.version, use.where])


@open_page("code_sets", guide="look-up-a-definition")
def code_sets(request: HttpRequest) -> HttpResponse:
    """Every code set."""
    every = definitions.code_sets()
    context = {"area": "dictionary", "count": len(every), **piece(request, every)}
    return render(request, "portal/dictionary/code_sets.html", context)


@open_page("code_set", guide="look-up-a-definition")
def code_set(request: HttpRequest, code_set: str) -> HttpResponse:
    """One code set with its codes and the items that hold them."""
    chosen, items = definitions.code_set(code_set)
    codes = chosen.codes()
    context = {"area": "dictionary", "code_set": chosen, "items": items, "count": len(codes), **piece(request, codes)}
    return render(request, "portal/dictionary/code_set.html", context)
