"""Folding makes case, accents and punctuation alike and nothing else; characters nobody can see are named."""

import pytest

from rollbook.base.text import digits_only, fold, forbidden_character, squeeze


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("ONEIL", "oneil"),
        ("Müller", "muller"),
        ("MU\u0308LLER", "muller"),
        ("Zoë-Anne", "zoe anne"),
        ("Łukasz", "lukasz"),
        ("Bjørn", "bjorn"),
        ("Þóra", "thora"),
        ("Groß", "gross"),
        ("Isık", "isik"),
        ("St. John", "st john"),
        ("  de   la  Cruz ", "de la cruz"),
        ("李", "李"),
        ("-", ""),
    ],
)
def test_a_name_folds_to_its_letters(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize("written", ["Zoë-Anne", "Łukasz O’Neil", "Groß", "Ångström"])
def test_folding_twice_changes_nothing_more(written):
    assert fold(fold(written)) == fold(written)


def test_different_names_stay_different():
    assert len({fold(name) for name in ("Ann", "Anne", "An Ne", "Anna")}) == 4


def test_blanks_are_squeezed():
    assert squeeze("  Mary \u00a0 Jane ") == "Mary Jane"


@pytest.mark.parametrize("written", ["1000 0000 00", "1000-0000-00", "1000\u00a0000000", "1000‑0000–00"])
def test_blanks_and_hyphens_in_numbers_are_forgiven(written):
    assert digits_only(written) == "1000000000"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800", "\ue000"])
def test_a_character_nobody_can_see_is_named(character):
    assert forbidden_character(f"Ann{character}a")


@pytest.mark.parametrize("text", ["Ann", "Zoë-Anne", "D’Arcy", "李 小龍", ""])
def test_a_name_as_people_write_it_holds_nothing_forbidden(text):
    assert forbidden_character(text) == ""
