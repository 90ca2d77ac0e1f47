"""Every sentence by its key: a language is a file. Shown with an invented one in which each sentence stands in ⟦ ⟧."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from docs.strings import COLLECTION, PATTERNS, collected, compiled, patterns, written
from rollbook.definitions.known_findings import known_findings
from rollbook.organisations import permissions, purposes, roles
from rollbook.service.languages import ENGLISH, languages
from rollbook.standards import return_codes
from rollbook.web.portal.sentences import said
from tests.invented_language import CODE, make_invented_language, unwrapped


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_invented_language(tmp_path_factory.mktemp("languages"))


@pytest.fixture
def invented(folder: Path, settings: Any) -> None:
    """The invented language, as a service started with `ROLLBOOK_LANGUAGES` has it."""
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    settings.LANGUAGES = languages(settings.LOCALE_PATHS)


def test_a_language_is_there_when_its_file_is(folder, tmp_path):
    assert languages([tmp_path]) == [ENGLISH]
    assert languages([folder]) == [ENGLISH, (CODE, CODE.capitalize())]
    assert languages([_empty(tmp_path / "cy")])[1] == ("cy", "Cymraeg")


def _empty(folder: Path) -> Path:
    (folder / "LC_MESSAGES").mkdir(parents=True)
    (folder / "LC_MESSAGES" / "django.mo").write_bytes(compiled(written(collected())))
    return folder.parent


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/help/", "/help/errors", "/help/questions", "/help/questions/ask", "/purpose"]
)
def test_a_page_in_the_chosen_language_holds_no_sentence_without_its_key(invented, signed_in, address):
    client = signed_in("register", purpose="")
    client.cookies["django_language"] = CODE
    text = client.get(address).content.decode()
    assert f'<html lang="{CODE}">' in text
    assert unwrapped(text) == []


@pytest.mark.django_db
def test_a_sentence_that_is_none_of_the_collection_shows(invented, signed_in):
    assert unwrapped("<p>⟦Found⟧ nobody said this before</p>") == ["nobody said this before"]
    assert unwrapped("<p>⟦One ⟦two⟧ three four five⟧</p>") == []


@pytest.mark.django_db
def test_findings_beside_their_fields_are_in_the_language(invented, signed_in):
    client = signed_in()
    client.cookies["django_language"] = CODE
    text = client.post("/help/questions/ask", {"text": "x" * 2001}).content.decode()
    assert "⟦This has 2,001 characters; at most 2,000 fit.⟧" in text


@pytest.mark.django_db
def test_a_locked_address_is_told_so_in_the_language(invented, client):
    client.cookies["django_language"] = CODE
    for _ in range(5):
        text = client.post("/sign-in", {"login": "nobody@a.example", "password": "wrong"}).content.decode()
    assert "⟦Try again in 15 minutes.⟧ ⟦Your super user can unlock it" in text
    assert unwrapped(text) == []


def test_sentences_of_the_core_are_all_known_by_their_keys(invented):
    tables = [*permissions().values(), *(each.says for each in (*roles().values(), *purposes().values()))]
    codes = [sentence for each in return_codes() for sentence in (each.says, each.fix)]
    findings = known_findings(today=date(2026, 9, 1))
    found = [sentence for each in findings for sentence in (each.says, each.fix)]
    with translation.override(CODE):
        assert [each for each in {*tables, *codes, *found} if not said(each).startswith("⟦")] == []


def test_values_within_a_sentence_stay_and_their_words_are_translated(invented):
    with translation.override(CODE):
        assert said("Given name is missing.") == "⟦⟦Given name⟧ is missing.⟧"
        assert said("A ULN has 10 digits; this has 5.") == "⟦A ULN has 10 digits; this has 5.⟧"
        assert said("Nobody ever said this.") == "Nobody ever said this."


def test_english_is_said_as_it_stands():
    assert said("Given name is missing.") == "Given name is missing."
    assert said(None) == ""


def test_the_collection_is_fresh_and_holds_no_hour_or_machine():
    catalog = collected()
    assert COLLECTION.read_bytes() == written(catalog)
    assert PATTERNS.read_text("utf-8") == patterns(catalog)
    assert not re.search(r"#: .*:\d+", COLLECTION.read_text("utf-8"))
