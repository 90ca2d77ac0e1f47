"""Slips and misreadings, one at a time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rollbook.synthetic import misreading, slips
from rollbook.synthetic.postcodes import Places, read, write
from rollbook.synthetic.tables import are_variants, variants


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def test_a_slip_changes_the_length_by_one_letter_at_most(rng: np.random.Generator) -> None:
    words = [slips.slip("Alexander", rng) for _ in range(200)]
    assert {len(word) - 9 for word in words} == {-1, 0, 1}


def test_a_single_letter_has_no_slip(rng: np.random.Generator) -> None:
    assert slips.slip("A", rng) == "A"


@pytest.mark.parametrize(
    ("born", "turned"),
    [
        (date(2003, 4, 7), date(2003, 7, 4)),
        (date(2003, 4, 13), date(2003, 4, 13)),
        (date(2003, 5, 5), date(2003, 5, 5)),
    ],
)
def test_day_and_month_are_exchanged_only_where_that_is_a_date(born: date, turned: date) -> None:
    assert slips.day_and_month_exchanged(born) == turned


def test_one_wrong_digit_is_one_digit_and_a_date(rng: np.random.Generator) -> None:
    for _ in range(200):
        other = slips.one_digit_wrong(date(2004, 2, 29), rng)
        assert sum(one != two for one, two in zip(other.isoformat(), "2004-02-29", strict=True)) == 1


def test_a_year_off_survives_29_february(rng: np.random.Generator) -> None:
    assert all(slips.year_off(date(2004, 2, 29), rng).year != 2004 for _ in range(20))


def test_a_postcode_slip_keeps_letters_letters_and_digits_digits(rng: np.random.Generator) -> None:
    shapes = {
        "".join("9" if sign.isdigit() else "A" for sign in slips.postcode_slip("LS6 3QT", rng)) for _ in range(99)
    }
    assert shapes == {"AA9A9AA"}


def test_hand_writing_is_misread_by_its_shapes(rng: np.random.Generator) -> None:
    assert {misreading.misread("Barns", rng) for _ in range(100)} >= {"Bams", "Borns"}


def test_a_system_without_accents_writes_plain_letters_or_blanks() -> None:
    assert misreading.without_marks("Zoë", blank=False) == "Zoe"
    assert misreading.without_marks("Zoë", blank=True) == "Zo "


def test_a_mistyped_key_is_a_neighbour(rng: np.random.Generator) -> None:
    assert {misreading.mistyped("f", rng) for _ in range(200)} <= {"d", "g", "fd", "fg", ""}


def test_a_respelled_name_keeps_its_first_letter(rng: np.random.Generator) -> None:
    assert all(misreading.respelled("Yousef", rng)[0] == "Y" for _ in range(30))
    assert len({misreading.respelled("Yousef", rng) for _ in range(60)}) > 2


def test_a_misread_date_stays_a_date_near_by(rng: np.random.Generator) -> None:
    assert all(abs(misreading.misread_date(date(2003, 11, 17), rng).year - 2003) <= 12 for _ in range(100))


def test_postcodes_can_be_read_back() -> None:
    places = Places.for_people(1_000_000)
    codes = places.draw(np.zeros(500, dtype=np.int64), np.random.default_rng(2))
    texts = [write(int(code)) for code in codes]
    assert [write(read(text)) for text in texts] == texts


def test_a_near_postcode_is_in_the_same_district() -> None:
    places, rng = Places.for_people(100_000), np.random.default_rng(2)
    home = places.draw(np.zeros(300, dtype=np.int64), rng)
    near = places.near(home, rng)
    assert [write(int(one)).split()[0] for one in home] == [write(int(one)).split()[0] for one in near]


def test_variants_go_both_ways() -> None:
    assert "Bill" in variants()["William"]
    assert "William" in variants()["Bill"]
    assert are_variants("Mohammed", "Muhammad")
    assert not are_variants("Aisha", "Fatima")
