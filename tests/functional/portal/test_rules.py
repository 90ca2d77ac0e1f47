"""Rules and the dictionary for everybody: found, read whole, led from one to the other. Nobody has to sign in."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def _page(address, **words):
    answer = Client().post(address, words) if words else Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_standard_has_its_book():
    page = _page("/rules/")
    assert "/rules/ilr/2025-26/" in page
    assert "/rules/ctf/12/" in page


def test_rules_are_found_by_words():
    page = _page("/rules/ilr/2025-26/", words="uln_05")
    assert "/rules/ilr/2025-26/rule/ULN_05" in page
    assert "AFinType_01" not in page
    assert "No rule holds all of these words." in _page("/rules/ilr/2025-26/", words="zzzz")


def test_a_book_is_read_in_pieces():
    assert "page=2" in _page("/rules/ilr/2025-26/")
    second = _page("/rules/ilr/2025-26/?page=2")
    assert "page=1" in second
    assert "page=3" in second
    assert _page("/rules/ilr/2025-26/?page=99999999999999999999") != ""
    assert _page("/rules/ilr/2025-26/?page=-1&x=²") != ""


def test_a_rule_says_what_it_means_why_how_to_mend_who_says_so_and_shows_examples():
    page = _page("/rules/ilr/2025-26/rule/ULN_05")
    for said in ("No learner has this number.", "write the number that you get", "reach nobody",
                 "ILR 2025-26 validation rules v3, ULN_05", "The temporary number stands in no register.",
                 "learner_register 1", "1000000019", "not exists (from learner_register"):  # fmt: skip
        assert said in page


def test_a_rule_that_no_query_asks_says_who_decides_it():
    page = _page("/rules/lrs_batch/2A/rule/missing")
    for said in ("A value that is needed is missing", "which every door of the register asks", "ZZ99 9ZZ"):
        assert said in page
    assert "As the computer reads it" not in page
    assert "text of the file" in _page("/rules/lrs_batch/2A/rule/heading_renamed")


def test_a_code_is_found_however_it_is_spelt():
    assert "No learner has this number." in _page("/rules/ilr/2025-26/rule/uln05")


def test_a_rule_leads_to_the_items_it_looks_at():
    from rollbook.service.readers import rule_books

    codes = (line.code for line in rule_books.lines("ctf", "25") if line.fields == ("UPN",))
    assert "/dictionary/items/" in _page(f"/rules/ctf/25/rule/{next(codes)}")


def test_a_check_of_the_layout_is_explained_too():
    assert "A check of the layout" in _page("/rules/ilr/2025-26/rule/FD_ULN_MA")


@pytest.mark.parametrize(
    "address",
    [
        "/rules/ilr/1900-01/",
        "/rules/no/2025-26/rule/ULN_05",
        "/rules/ilr/2025-26/rule/X_99",
        "/rules/ctf/12/coverage",
        "/dictionary/items/999999",
        "/dictionary/codes/CS999",
        "/dictionary/sets/nothing",
    ],
)
def test_what_there_is_not_is_not_found(address):
    assert Client().get(address).status_code == 404


def test_the_coverage_page_names_what_is_missing():
    page = _page("/rules/ilr/2025-26/coverage?state=missing")
    assert "not implemented" in page
    assert _page("/rules/ilr/2025-26/coverage?category=Learner&state=needs").count("ULN_05") > 0


def test_items_are_found_by_words_and_codes_where_there_is_no_item():
    assert "/dictionary/items/100016" in _page("/dictionary/", words="100016")
    assert "these codes mean it" in _page("/dictionary/", words="somali")
    assert "No item and no code" in _page("/dictionary/", words="zzzz")


def test_an_item_tells_its_versions_codes_and_what_uses_it():
    page = _page("/dictionary/items/100081")
    assert "Versions" in page
    assert "/dictionary/codes/" in page


def test_an_item_leads_to_the_rules_that_read_it():
    from rollbook.service.readers import definitions

    number = next(
        item.number
        for item in definitions.data_set("pupil")[1]
        if any(use.kind == "rule" for use in definitions.items(item.key)[0].uses)
    )
    assert "/rules/" in _page(f"/dictionary/items/{number}")


@pytest.mark.parametrize(
    ("start", "place"),
    [
        ("/rules/ilr/2025-26/", "/help/reference/layout-ilr-2025-26"),
        ("/dictionary/items/100016", "/help/reference/layout-ilr-2025-26#learner"),
        ("/dictionary/items/100478", "/help/reference/layout-ilr-2026-27#learnerlearningdelivery"),
        ("/dictionary/items/100016", "/help/reference/layout-lrs_batch-2A#learner"),
        ("/dictionary/items/100016", "/help/reference/layout-lrs_batch-2A-xml#learner"),
    ],
)
def test_rules_and_items_lead_to_the_page_that_tells_a_field(start, place):
    assert f'href="{place}"' in _page(start)
    address, _, heading = place.partition("#")
    assert f'id="{heading or "learner"}"' in _page(address)


def test_a_code_set_tells_its_codes_and_who_holds_them():
    page = _page("/dictionary/items/100081")
    address = "/dictionary/codes/" + page.split('href="/dictionary/codes/')[1].split('"')[0]
    assert "/dictionary/items/100081" in _page(address if "/dictionary/codes//" not in address else address[19:])


def test_every_data_set_and_all_code_sets_are_listed():
    for name in ("pupil", "school"):
        assert "/dictionary/items/" in _page(f"/dictionary/sets/{name}")
    assert "/dictionary/codes/" in _page("/dictionary/codes/")


def test_the_burden_register_is_a_page_and_a_file():
    assert "Collect once" in _page("/dictionary/burden")
    rows = list(csv.DictReader(io.StringIO(_page("/dictionary/burden.csv"))))
    assert len(rows) > 100
    assert rows[0]["number"]
