"""Find on a page: every outcome, and nothing stored in any of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.functional.portal.finding import OUTSIDER, boxes, register, search, text_of, twin

pytestmark = pytest.mark.django_db


def test_the_form_asks_for_five_details_and_folds_more_away(signed_in):
    text = text_of(signed_in().get("/find/"))
    for name in ("given_name", "family_name", "date_of_birth_day", "gender", "postcode"):
        assert f'name="{name}"' in text
    assert "<details><summary>More details" in text


def test_nobody_like_this_says_what_to_check_and_offers_to_create(signed_in, someone):
    text = text_of(search(signed_in(), someone()))
    assert "No learner is like this" in text
    assert "spelling of the names" in text
    assert text.index("Search again with these details") < text.index("Create a learner")


def test_an_exact_match_gives_the_number_large_and_to_copy_without_gaps(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    text = text_of(search(signed_in(), someone()))
    assert f'data-copy="{uln}"' in text
    assert "Enrol this learner" in text


def test_an_exact_match_shows_nothing_that_is_stored_and_was_not_asked(signed_in, someone, caller):
    register(someone(middle_names="Corisande", address_town="Lowerhithe", email="z@invented.example"), by=caller())
    text = text_of(search(signed_in(), someone()))
    assert not re.search("Corisande|Lowerhithe|z@invented", text)


def test_a_linked_number_shows_both_and_says_which_to_use(signed_in, someone, caller):
    from rollbook.service.models import Learner

    old = register(someone(), by=caller())
    new = register(OUTSIDER, by=caller())
    Learner.objects.filter(pk=old).update(status="linked", linked_to_id=new)
    text = text_of(search(signed_in(), someone()))
    assert f'data-copy="{new}"' in text
    assert f'Do not use <span class="uln"><span>{str(old)[:3]}</span>' in text


def test_possible_matches_are_words_of_agreement_and_no_number(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    text = text_of(search(signed_in(), twin(someone)))
    assert "One learner may be yours" in text
    assert 'class="word word-differs"' in text
    assert str(uln) not in text


def test_no_stored_value_of_a_possible_match_stands_on_the_page(signed_in, someone, caller):
    register(someone(middle_names="Corisande", postcode="TR19 7AA"), by=caller())
    text = text_of(search(signed_in(), twin(someone, middle_names="Ismene")))
    assert not re.search("Zuleika|Corisande|TR19|TR197AA", text)


def test_letters_guessed_one_after_the_other_are_told_the_same_word(signed_in, someone, caller):
    register(someone(given_name="Zuleika"), by=caller())
    words = {tuple(re.findall("word word-([a-z-]+)", text_of(search(signed_in(), someone(given_name=guess)))))
             for guess in ("Zbbbbbb", "Zubbbbb", "Zulbbbb")}  # fmt: skip
    assert len(words) == 1
    assert words != {()}


def test_too_many_says_which_details_would_help(signed_in, someone, monkeypatch):
    from rollbook.register.outcomes import TooManyMatches
    from rollbook.service.actions.learners import find

    monkeypatch.setattr(find, "decide", lambda *_: TooManyMatches(37))
    text = text_of(search(signed_in(), someone(middle_names="Ismene", gender="9")))
    assert "the gender, if it is known" in text
    assert "37 learners are like this" in text
    assert "the place of birth" in text
    assert "<li>middle names</li>" not in text


def test_search_again_keeps_every_answer(signed_in, someone):
    client = signed_in()
    text = text_of(client.post("/find/", {**boxes(someone(middle_names="Ismene")), "again": "yes"}))
    for value in ("Zuleika", "Thistlewood", "29", "2008", "ZE1 0AA", "Ismene"):
        assert f'value="{value}"' in text
    assert "<details open>" in text


def test_a_number_is_found_with_names_however_it_was_pasted(signed_in, someone, caller):
    uln = str(register(someone(), by=caller()))
    pasted = f" {uln[:3]} {uln[3:6]}-{uln[6:]} "
    names = {"given_name": "Zuleika", "family_name": "Thistlewood"}
    assert f'data-copy="{uln}"' in text_of(signed_in().post("/find/number", {"uln": pasted, **names}))


def test_a_number_with_near_names_is_only_possible(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    asked = {"uln": str(uln), "given_name": "Zuleika", "family_name": "Thistlewod"}
    text = text_of(signed_in().post("/find/number", asked))
    assert "One learner may be yours" in text
    assert "Thistlewood" not in text


def test_every_search_is_in_the_log_with_its_purpose(signed_in, someone):
    from django.db import connection

    search(signed_in(purpose="certification"), someone())
    with connection.cursor() as cursor:
        cursor.execute("select channel, purpose, outcome from access_log where action = 'find'")
        assert cursor.fetchall() == [("portal", "certification", "none")]


def test_a_verified_number_is_said_to_belong(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    asked = {"uln": str(uln), "given_name": "Zuleika", "family_name": "Thistlewood"}
    for role in ("view_only", "operator"):
        assert "Number and details belong together." in text_of(signed_in(role).post("/find/verify", asked))


def test_what_does_not_agree_is_named_only_to_roles_that_see_stored_details(signed_in, someone, caller):
    uln = register(someone(), by=caller())
    asked: dict[str, Any] = {"uln": str(uln), "given_name": "Zuleika", "family_name": "Thistlewood", "gender": "1"}
    assert "The gender is not" in text_of(signed_in("register").post("/find/verify", asked))
    assert "The gender is not" not in text_of(signed_in("view_only").post("/find/verify", asked))
