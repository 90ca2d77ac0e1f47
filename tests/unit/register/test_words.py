"""How strong a likeness is, in words."""

import pytest

from rollbook.register.words import likeness


@pytest.mark.parametrize(
    ("bits", "says"),
    [(25, "very like"), (10, "very like"), (9, "much like"), (3, "much like"), (2, "somewhat like"),
     (0, "somewhat like"), (-1, "a little like"), (-12, "a little like")],
)  # fmt: skip
def test_a_likeness_is_told_in_words_not_bits(bits, says):
    assert likeness(bits) == says
