"""A layout that is like another one, with changes."""

from __future__ import annotations

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts import load_layout

FIRST = """
standard = "invented"
version  = "1"
title    = "Invented 1"
shape    = "xml"
source   = "nobody"
root     = "Return"
stream   = "Here/Pupil"
element = [
  { at = "Here", group = true },
  { at = "Here/Pupil", table = "pupil", occurs = [1, "many"] },
  { at = "Here/Pupil/UPN", occurs = [1, 1] },
  { at = "Here/Pupil/Name", group = true },
  { at = "Here/Pupil/Name/Surname" },
  { at = "Here/Pupil/Gender" },
]
"""
HEAD = 'standard = "invented"\nversion = "2"\nlike = "1"\ntitle = "Invented 2"\nshape = "xml"\n'


@pytest.fixture
def second(tmp_path):
    def made(*changes, head=HEAD):
        (tmp_path / "1.toml").write_text(FIRST)
        (tmp_path / "2.toml").write_text(f"{head}element = [\n{','.join(changes)}\n]")
        return load_layout(tmp_path / "2.toml")

    return made


def paths(layout):
    return [one.at.removeprefix("Here/Pupil/") for one in layout.fields]


def test_what_is_not_said_anew_is_as_it_was(second):
    layout = second()
    assert (layout.title, layout.root, layout.version) == ("Invented 2", "Return", "2")
    assert paths(layout) == ["UPN", "Name/Surname", "Gender"]


def test_an_element_takes_the_place_of_another_with_nothing_of_its_settings(second):
    layout = second('{ at = "Here/Pupil/ULN", instead_of = "Here/Pupil/UPN" }')
    assert paths(layout) == ["ULN", "Name/Surname", "Gender"]
    assert layout.fields[0].occurs == (0, 1)


def test_what_stands_below_moves_along(second):
    layout = second('{ at = "There", instead_of = "Here", group = true }', head=HEAD + 'stream = "There/Pupil"\n')
    assert {one.at.partition("/")[0] for one in layout.elements} == {"There"}


def test_an_element_comes_before_another_or_behind_all_that_stands_below_it(second):
    layout = second(
        '{ at = "Here/Pupil/Id", before = "Here/Pupil/UPN" }, { at = "Here/Pupil/DOB", after = "Here/Pupil/Name" }'
    )
    assert paths(layout) == ["Id", "UPN", "Name/Surname", "DOB", "Gender"]


def test_a_group_goes_with_all_it_holds(second):
    assert paths(second('{ gone = "Here/Pupil/Name" }')) == ["UPN", "Gender"]


@pytest.mark.parametrize(
    "change", ['{ at = "Here/Pupil/DOB" }', '{ at = "Here/Pupil/DOB", after = "Here/Pupil/Nothing" }']
)
def test_a_change_that_finds_no_place_is_refused(second, change):
    with pytest.raises(SetupMissing, match="cannot be read"):
        second(change)
