"""A search from a page keeps a mark for its session; one from a program keeps none."""

from rollbook.service.actions.watching.facts import facts_of
from rollbook.service.models import AccessLog
from rollbook.service.place import came_from, place
from tests.functional.portal.finding import boxes


def test_two_sessions_have_two_marks_and_neither_is_the_session(someone):
    came_from("one-session")
    first = facts_of(someone())["place"]
    came_from("another-session")
    second = facts_of(someone())["place"]
    came_from("")
    assert first != second
    assert "session" not in str(first)
    assert "place" not in facts_of(someone())


def test_the_mark_ends_with_its_request(signed_in):
    assert signed_in("super_user").get("/log/").status_code == 200
    assert place() == ""


def test_a_search_from_a_page_keeps_its_mark_in_the_log(signed_in, someone):
    signed_in("register").post("/find/", boxes(someone()))
    (row,) = AccessLog.objects.filter(action="find")
    assert set(row.details) == {"area", "born", "place"}
