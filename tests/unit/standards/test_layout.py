"""The library of layouts, and what happens when one is not fit."""

import pytest

from rollbook.base.errors import SetupMissing, Unreadable
from rollbook.definitions import learner_definition
from rollbook.standards import known_layouts, layout_of, recognise
from rollbook.standards.layouts import load_layout

LAYOUT = layout_of("lrs_batch", "2A")


def test_every_field_a_layout_names_is_a_learners_field():
    named = {column.field for layout in known_layouts("delimited") for column in layout.fields if column.field}
    assert named <= set(learner_definition().fields)


def test_the_layout_carries_every_field_of_a_learner_its_format_knows():
    newer = {"alternative_names", "unique_pupil_number"}
    assert {column.field for column in LAYOUT.fields if column.field} == set(learner_definition().fields) - newer


def test_names_and_numbers_are_marked_personal():
    personal = {column.at for column in LAYOUT.fields if column.personal}
    assert {"ULN", "GivenName", "FamilyName", "DateOfBirth", "LastKnownPostCode", "EmailAddress"} <= personal


def test_a_layout_that_is_not_there_is_refused():
    with pytest.raises(SetupMissing, match="no layout"):
        layout_of("lrs_batch", "9Z")


@pytest.mark.parametrize("text", ["", "not toml =", 'shape = "fixed"\nquote = "all"\nheadings = {}\n'])
def test_an_unfit_layout_is_refused_by_name(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SetupMissing, match=r"mine\.toml"):
        load_layout(path)


def test_a_file_is_recognised_by_its_headings_whatever_its_name():
    head = ",".join(LAYOUT.headings).encode()
    assert recognise(head, "anything.txt") is LAYOUT


def test_a_file_without_headings_is_recognised_by_its_name():
    assert recognise(b"," * 29, "LRB_10004721_241120261505.csv") is LAYOUT
    with pytest.raises(Unreadable):
        recognise(b"," * 29, "learners.csv")
