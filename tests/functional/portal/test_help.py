"""Help: every guide and reference inside the portal, found by word; every error at an anchor of its own."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from rollbook.base.errors import ANSWERS
from rollbook.definitions.known_findings import known_findings
from rollbook.web.portal.help.library import KINDS, document, documents
from rollbook.web.portal.help.searching import search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("each", documents(), ids=lambda each: f"{each.kind}/{each.name}")
def test_every_page_of_the_docs_opens_in_the_portal(client, each):
    answer = client.get(each.address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert "<!--" not in text.partition("<article")[2]


def test_links_between_pages_lead_to_portal_addresses(client):
    inside = [link for each in documents() for link in re.findall(r'href="(/help/[^"#]*)', each.html)]
    assert inside
    assert [link for link in sorted(set(inside)) if client.get(link).status_code != 200] == []
    assert not [each.name for each in documents() if re.search(r'href="[^"]*\.md', each.html)]


def test_a_page_with_a_table_of_many_columns_takes_the_whole_width(client):
    for name, width in (("layout-ilr-2025-26", "works"), ("limits", "asks")):
        assert (
            f'<main id="main" tabindex="-1" class="{width}">' in client.get(f"/help/reference/{name}").content.decode()
        )


def test_raw_html_and_styles_in_a_guide_are_not_passed_on():
    assert all("style=" not in each.html and "<script" not in each.html for each in documents())
    assert {each.kind for each in documents()} <= set(KINDS)


@pytest.mark.parametrize("address", ["/help/guides/no-such-guide", "/help/secrets/install", "/help/pictures/none.png"])
def test_a_guide_that_is_none_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_guides_are_found_by_word_and_the_word_stands_in_no_address(client):
    answer = client.post("/help/", {"words": "postcode twin"})
    assert "/help/guides/enrol-one-learner" in answer.content.decode()
    assert "No guide holds all of these words" in client.post("/help/", {"words": "xylophone"}).content.decode()


def test_a_word_in_a_heading_comes_first():
    assert search("backup", documents()) == search("BACKUP", documents())
    assert search("restore back", documents())[0].document is document("how-to", "back-up-and-restore")


def test_every_failure_and_every_finding_has_an_anchor(client):
    text = client.get(reverse("errors")).content.decode()
    names = [kind.__name__.lower() for kind in ANSWERS]
    rules = [f"finding-{each.rule}" for each in known_findings(today=date(2026, 9, 1))]
    assert [anchor for anchor in names + rules if f'id="{anchor}"' not in text] == []


def test_a_failure_page_leads_to_its_entry(client):
    assert 'href="/help/errors#notfound"' in client.get("/no-such-page").content.decode()
