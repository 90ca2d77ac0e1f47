"""How strong a likeness is, in words."""

import pytest

from rollbook.register.words import FAINT, LIKENESS, likeness, weights_of


@pytest.mark.parametrize(
    ("bits", "says"),
    [(25, "very like"), (10, "very like"), (9, "much like"), (3, "much like"), (2, "somewhat like"),
     (0, "somewhat like"), (-1, "a little like"), (-12, "a little like")],
)  # fmt: skip
def test_a_likeness_is_told_in_words_not_bits(bits, says):
    assert likeness(bits) == says


@pytest.mark.parametrize("word", [*(word for _, word in LIKENESS), FAINT])
def test_what_is_told_in_a_word_begins_and_ends_where_its_weights_say(word):
    least, most = weights_of(word)
    if least is not None:
        assert (likeness(least), likeness(least - 0.01) == word) == (word, False)
    if most is not None:
        assert (likeness(most) == word, likeness(most - 0.01)) == (False, word)
