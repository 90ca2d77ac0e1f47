"""J1, J2, J3, J5: one learner at a time, over REST and in the shell."""

from __future__ import annotations

import time

from tests.acceptance.people import CORISANDE, OTTILIE, ZULEIKA, seen

WHO = ("--as", "register@brightwater.example", "--purpose", "enrolment", "--json")


def test_j2_a_new_learner_gets_a_number_after_a_search_and_only_then(demo):
    assert demo.find(ZULEIKA)[0]["outcome"] == "none"
    made = demo.register(seen(ZULEIKA), notice_version="2026-1")
    assert made["result"] == "new"
    record = demo.api.post("/api/learners/read", {"uln": made["uln"]}, role="machine:register")
    assert (record["notice_version"], record["ability_to_share"]) == ("2026-1", 1)


def test_j1_a_known_learner_is_one_exact_match_with_a_number_and_nothing_more(demo):
    (found,) = demo.find(ZULEIKA, role="machine:find")
    assert set(found) == {"outcome", "says", "uln", "reference"}
    demo.find(ZULEIKA)
    again = demo.register(seen(ZULEIKA))
    assert (again["result"], again["uln"]) == ("existing", found["uln"])


def test_j3_a_twin_is_a_possible_match_told_in_words_and_passing_over_it_is_reviewed(demo):
    (found,) = demo.find(OTTILIE)
    assert found["outcome"] == "possible"
    assert found["candidates"][0]["agreement"]["given_name"] == "differs"
    assert "Zuleika" not in str(found)
    early = demo.api.post(
        "/api/learners/verify", {"learners": [{"uln": "1000000000", "given_name": "A", "family_name": "B"}]},
        role="machine:register",
    )  # fmt: skip
    assert early["results"][0]["grade"] == "not_found"
    time.sleep(5.2)
    made = demo.register(seen(OTTILIE), override="Twin sisters: two passports seen.")
    assert made["result"] == "new"
    cases = demo.shell("review", "list", "--as", "reviewer@register.example", "--json")
    assert "Twin sisters: two passports seen." in cases


def test_j5_a_second_provider_finds_her_under_a_new_name_and_postcode(demo):
    demo.find(CORISANDE)
    first = demo.register(seen(CORISANDE, notes="Met at the open day."))
    changes = {"family_name": "Ashdown", "previous_family_name": "Vellacott", "postcode": "BS1 4AA"}
    record = demo.api.post("/api/learners/read", {"uln": first["uln"]}, role="machine:register")
    update = {"uln": first["uln"], "version": record["version"], "changes": changes, "reason": "Married, and moved."}
    demo.api.post("/api/learners/update", update, role="machine:register")
    now = {**CORISANDE, **changes}
    found = demo.shell("find", *WHO, details=now)
    assert first["uln"] in found
    made = demo.shell("register", *WHO, details=seen(now))
    assert first["uln"] in made
    assert '"result": "existing"' in made
    own = demo.api.post("/api/learners/read", {"uln": first["uln"]}, role="machine:register")
    assert {each["provider"] for each in own["enrolments"]} == {"Wexcombe College"}
    assert "open day" not in made
