"""Cursors: opaque, signed, good for one list of one organisation."""

from uuid import uuid4

import pytest

from rollbook.base.errors import InvalidInput
from rollbook.organisations import Caller
from rollbook.web.rest.cursors import cursor_for, place_of

HERE = Caller("client:a", "MIS", "machine:register", uuid4(), "10000001", frozenset(), "rest")
THERE = Caller("client:b", "MIS", "machine:register", uuid4(), "10000002", frozenset(), "rest")


def test_a_cursor_leads_back_to_its_place():
    assert place_of(cursor_for([7, 2**62], of="changes", by=HERE), of="changes", by=HERE) == [7, 2**62]


def test_no_cursor_is_the_beginning():
    assert place_of("", of="changes", by=HERE) is None


@pytest.mark.parametrize(("of", "by"), [("access-log", HERE), ("changes", THERE)])
def test_a_cursor_of_another_list_or_organisation_is_refused(of, by):
    with pytest.raises(InvalidInput):
        place_of(cursor_for([7, 1], of="changes", by=HERE), of=of, by=by)
