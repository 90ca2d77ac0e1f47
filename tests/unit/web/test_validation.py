"""What the validator finds, in our sentences: with its place, and never with the input."""

import pytest
from ninja.errors import ValidationError

from rollbook.web.rest.validation import findings_of


def _found(kind, *place, **more):
    (finding,) = findings_of(ValidationError([{"type": kind, "loc": place, "msg": "Input was 'Zuleika'", **more}]))
    return finding


@pytest.mark.parametrize(
    ("place", "record", "field"),
    [
        (("body", "body", "learners", 3, "details"), "learners/3", "details"),
        (("body", "body", "uln"), "", "uln"),
        (("body", "body"), "", ""),
        (("query", "limit"), "query", "limit"),
        (("header", "Purpose"), "header", "Purpose"),
        (("path", "batch_id"), "", "batch_id"),
    ],
)
def test_the_place_of_what_is_wrong(place, record, field):
    finding = _found("missing", *place)
    assert (finding.position.record, finding.field) == (record, field)


@pytest.mark.parametrize("kind", ["missing", "string_type", "uuid_parsing", "something_new"])
def test_the_validators_own_text_is_never_passed_on(kind):
    finding = _found(kind, "body", "body", "x")
    assert "Zuleika" not in finding.says + finding.fix


def test_our_own_reasons_have_their_sentences():
    finding = _found("value_error", "body", "body", "start", ctx={"error": "day"})
    assert (finding.rule, "YYYY-MM-DD" in finding.says) == ("date", True)


def test_the_same_finding_is_told_once():
    twice = [{"type": "missing", "loc": ("body", "body", "x"), "msg": ""}] * 2
    assert len(findings_of(ValidationError(twice))) == 1
