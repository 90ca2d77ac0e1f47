"""J6: two numbers for one person are linked, and the link is undone with nothing lost."""

from __future__ import annotations

import json
import time

from tests.acceptance.people import PEREGRINE, seen

STAFF = ("--as", "reviewer@register.example")
OTHER = {**PEREGRINE, "given_name": "Perry", "postcode": "ZE2 9AB"}


def test_j6_two_numbers_are_linked_answer_as_one_and_are_parted_again(demo):
    first, second = _two_numbers(demo)
    said = {"first": first, "second": second, "said": "Same passport in both files."}
    case = demo.api.post("/api/learners/link-requests", said, role="machine:register")
    (pair,) = [each for each in json.loads(demo.shell("review", "list", *STAFF, "--json")) if each["id"] == case["id"]]
    stays = "first" if pair["first"]["uln"] == first else "second"
    demo.shell("review", "link", case["id"], stays, "--reason", "One passport.", *STAFF)
    assert _verified(demo, second, OTHER) == ("linked_match", first)

    _update(demo, second, {"email": "perry@oldcastle.example"})
    links = json.loads(demo.shell("review", "links", *STAFF, "--json"))
    (link,) = [each for each in links if (each["number"], each["survivor"]) == (second, first)]
    demo.shell("review", "undo", link["id"], "--reason", "Cousins, as a second passport shows.", *STAFF)
    assert _verified(demo, second, OTHER) == ("match", second)
    assert _read(demo, second)["email"] == "perry@oldcastle.example"
    assert _read(demo, first)["email"] == ""


def test_j6_the_feed_tells_those_who_hold_the_numbers(demo):
    feed = json.loads(_changes(demo))
    kinds = [each["kind"] for each in feed["changes"]]
    assert kinds.index("linked") < kinds.index("unlinked")


def _two_numbers(demo):
    demo.find(PEREGRINE)
    first = demo.register(seen(PEREGRINE))
    demo.find(OTHER)
    time.sleep(5.2)
    second = demo.register(seen(OTHER), override="He says he was never here.")
    return first["uln"], second["uln"]


def _verified(demo, uln, person):
    asked = {name: person[name] for name in ("given_name", "family_name", "date_of_birth")}
    sent = {"learners": [{"uln": uln, **asked}]}
    (answer,) = demo.api.post("/api/learners/verify", sent, role="machine:find")["results"]
    return answer["grade"], answer["uln"]


def _read(demo, uln):
    return demo.api.post("/api/learners/read", {"uln": uln}, role="machine:register")


def _update(demo, uln, changes):
    version = _read(demo, uln)["version"]
    sent = {"uln": uln, "version": version, "changes": changes, "reason": "He told us."}
    return demo.api.post("/api/learners/update", sent, role="machine:register")


def _changes(demo):
    return demo.api.get("/api/changes?limit=200", role="machine:register", purpose="enrolment")
