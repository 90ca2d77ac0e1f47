"""ULN ranges: data, never overlapping."""

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.definitions import ULNRange, load_uln_ranges, uln_range
from rollbook.definitions.identifiers import uln

RANGE = '[[range]]\nname = "{}"\npurpose = "p"\nfirst = "{}"\nlast = "{}"\n'


def test_the_packaged_ranges_serve_a_demo_and_an_authority():
    assert {found.purpose for found in load_uln_ranges()} == {"demo and tests", "authority"}


def test_every_number_of_a_range_lies_in_it_and_is_valid():
    demo = uln_range("demo")
    numbers = [number for place in range(0, demo.size, demo.size // 50) if (number := demo.number(place))]
    assert numbers
    assert all(uln.is_valid(number) and demo.holds(number) for number in numbers)


def test_the_placeholder_lies_in_no_range():
    assert not any(found.holds(uln.NOT_KNOWN) for found in load_uln_ranges())


def test_a_place_outside_a_range_is_a_mistake():
    with pytest.raises(ValueError, match="no such place"):
        ULNRange("one", "test", "100000000", "100000000").number(1)


@pytest.mark.parametrize(
    "text",
    [
        RANGE.format("a", "100000000", "200000000") + RANGE.format("b", "200000000", "300000000"),
        RANGE.format("a", "200000000", "100000000"),
        RANGE.format("a", "1", "2"),
        "[[range]]\nname = 'a'\n",
        "not toml",
    ],
)
def test_unfit_ranges_are_refused(tmp_path, text):
    path = tmp_path / "ranges.toml"
    path.write_text(text)
    with pytest.raises(SetupMissing):
        load_uln_ranges(path)


def test_a_range_that_is_not_there_is_refused():
    with pytest.raises(SetupMissing, match="no ULN range"):
        uln_range("nowhere")
