"""Lines of fixed width: cut at their places, tied to their learner, and what does not fit is said."""

from __future__ import annotations

import io

import pytest

from rollbook.base.errors import UserError
from rollbook.standards.fixed import read_fixed, write_fixed
from rollbook.standards.layouts import layout_of

LAYOUT = layout_of("ilr", "2008-09")


def line(width, **values):
    """A line with values at their places (`at_21="10"`)."""
    made = [" "] * width
    for place, value in values.items():
        start = int(place.removeprefix("at_")) - 1
        made[start : start + len(value)] = value
    return "".join(made)


def learner(reference="R1", **more):
    return line(400, at_1="123456", at_9=reference, at_21="10", **more)


def aim(reference="R1", **more):
    return line(298, at_1="123456", at_9=reference, at_21="30", at_23="01", **more)


def loaded(*lines):
    return read_fixed(io.BytesIO("\r\n".join(["HEADER", *lines, "FOOTER", ""]).encode("cp1252")), LAYOUT)


def rules(*lines):
    return [(one.rule, one.position.line) for one in loaded(*lines).findings]


def test_values_stand_at_their_places_without_the_blanks_that_fill_them():
    row = (
        loaded(learner(at_30="O'Neil", at_50="Zoë", at_90="01021990", at_365="1000000000"))
        .raw["learner"]
        .to_pylist()[0]
    )
    assert (row["L09"], row["L10"], row["L11"], row["L45"], row["L12"]) == (
        "O'Neil",
        "Zoë",
        "01021990",
        "1000000000",
        None,
    )


def test_a_date_of_zeros_is_none():
    row = loaded(learner(), aim(at_109="00000000", at_93="01092008")).raw["aim"].to_pylist()[0]
    assert (row["A31"], row["A27"]) == (None, "01092008")


def test_aims_belong_to_the_learner_of_the_same_reference():
    raw = loaded(learner("R1"), learner("R2"), aim("R2"), aim("R1"), aim("R2")).raw["aim"]
    assert raw["learner_id"].to_pylist() == [2, 1, 2]
    assert raw["nth"].to_pylist() == [1, 1, 2]


def test_header_and_footer_are_kept_as_they_are():
    raw = loaded(learner()).raw
    assert (raw["header"]["Header"].to_pylist(), raw["footer"]["Footer"].to_pylist()) == (["HEADER"], ["FOOTER"])


def test_an_aim_without_its_learner_is_said_and_kept():
    assert rules(learner("R1"), aim("R9")) == [("orphan_record", 3)]
    assert loaded(learner("R1"), aim("R9")).raw["aim"].num_rows == 1


def test_lines_that_are_cut_too_long_or_of_no_known_kind_are_said():
    assert rules(learner()[:300], learner("R2") + "x", line(298, at_21="77")) == [
        ("short_line", 2), ("long_line", 3), ("unknown_record", 4)
    ]  # fmt: skip


def test_bytes_that_are_no_text_are_said():
    data = f"HEADER\r\n{learner()}\r\nFOOTER".encode().replace(b"123456", b"12\x00456")
    assert [one.rule for one in read_fixed(io.BytesIO(data), LAYOUT).findings] == ["lost_character"]


def test_a_line_without_end_is_bounded():
    found = read_fixed(io.BytesIO(b"HEADER\n" + b"x" * 100_000), LAYOUT).findings
    assert found[-1].rule == "unknown_record"


@pytest.mark.parametrize("value", ["x" * 21, "a\nb"])
def test_a_value_that_does_not_fit_its_place_is_refused(value):
    raw = dict(loaded(learner()).raw)
    names = raw["learner"].schema.names
    raw["learner"] = raw["learner"].set_column(names.index("L09"), "L09", [[value]])
    with pytest.raises(UserError, match="L09"):
        write_fixed(LAYOUT, raw, io.BytesIO())
