"""What a machine does with learners over HTTP, and what it is told."""

import pytest

from rollbook.service.models import AccessLog, Enrolment, Learner

START = {"start": "2026-09-01", "mis_identifier": "S1"}


@pytest.fixture
def ask(token, send):
    """Sends to an address as one machine of the college."""
    bearer = token()

    def to(path, body, **headers):
        return send("POST", f"/api/learners/{path}", body, token=bearer, **headers)

    return to


@pytest.fixture
def found(ask, someone):
    def search(**changes):
        return ask("find", {"learners": [someone(**changes)]}).json()["results"][0]

    return search


@pytest.fixture
def given(ask, found, someone):
    """Gives an invented learner a number."""

    def make(**changes):
        found(**changes)
        made = ask("register", {"learners": [{"details": someone(**changes), "enrolment": START}]})
        return made.json()["results"][0]["uln"]

    return make


def test_an_exact_match_gives_the_number_and_nothing_else(given, found):
    uln = given()
    answer = found()
    assert set(answer) == {"outcome", "says", "uln", "reference"}
    assert (answer["outcome"], answer["uln"]) == ("exact", uln)


def test_no_answer_is_kept_by_a_proxy(ask, someone):
    assert ask("find", {"learners": [someone()]})["Cache-Control"] == "no-store"


def test_a_possible_match_gives_words_and_no_stored_value(given, found):
    uln = given(middle_names="Peregrine", email="z@example.org")
    answer = found(given_name="Zuleikha")
    (candidate,) = answer["candidates"]
    assert set(candidate) == {"token", "strength", "agreement", "reasons"}
    assert set(candidate["agreement"].values()) <= {"same", "near", "differs", "not given"}
    assert not any(word in str(answer) for word in (uln, "Peregrine", "example.org", "Zuleika"))


def test_a_registration_without_a_search_is_refused_and_stays_in_the_log(ask, someone):
    answer = ask("register", {"learners": [{"details": someone(), "enrolment": START}]})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rollbook:problem:search-first")
    assert AccessLog.objects.get(action="register").outcome == "search_first"


def test_a_list_tells_each_its_own_result(ask, found, someone):
    found()
    details = [someone(), someone(given_name="Ottilie", postcode="AB10 1AA", date_of_birth="1999-01-01")]
    answer = ask("register", {"learners": [{"details": each, "enrolment": START} for each in details]})
    assert [each["result"] for each in answer.json()["results"]] == ["new", "search_first"]


def test_possible_matches_stand_in_the_way_of_a_number(given, ask, found, someone):
    given()
    found(given_name="Zuleikha")
    answer = ask("register", {"learners": [{"details": someone(given_name="Zuleikha"), "enrolment": START}]})
    (result,) = answer.json()["results"]
    assert (result["result"], "uln" in result, len(result["candidates"])) == ("undecided", False, 1)


def test_passing_over_candidates_at_once_is_refused(given, ask, found, someone):
    given()
    found(given_name="Zuleikha")
    listed = {"details": someone(given_name="Zuleikha"), "enrolment": START, "override": "another person"}
    assert ask("register", {"learners": [listed]}).status_code == 409


def test_a_chosen_candidate_is_enrolled_and_only_then_named(given, ask, found, token, send, other_college):
    uln = given()
    theirs = token(organisation=other_college)
    asked = {"learners": [{"given_name": "Zuleikha", "family_name": "Thistlewood", "date_of_birth": "2008-02-29",
                           "gender": "2", "postcode": "ZE1 0AA"}]}  # fmt: skip
    candidate = send("POST", "/api/learners/find", asked, token=theirs).json()["results"][0]["candidates"][0]
    body = {"token": candidate["token"], "enrolment": START}
    assert ask("choose", body).status_code == 404  # somebody else's token
    assert send("POST", "/api/learners/choose", body, token=theirs).json()["uln"] == uln
    assert Enrolment.objects.filter(organisation=other_college, learner_id=uln).exists()
    assert AccessLog.objects.get(action="choose").ulns == [int(uln)]


def test_a_number_and_names_are_verified_with_a_grade(given, ask):
    uln = given()
    names = {"given_name": "Zuleika", "family_name": "Thistlewood"}
    answer = ask("verify", {"learners": [{"uln": uln, **names}, {"uln": "1000000043", **names}]})
    assert [each["grade"] for each in answer.json()["results"]] == ["match", "not_found"]


def test_a_number_is_found_only_with_its_names(given, ask):
    uln = given()
    right = ask("find-by-uln", {"uln": uln, "given_name": "Zuleika", "family_name": "Thistlewood"}).json()
    wrong = ask("find-by-uln", {"uln": uln, "given_name": "Orlando", "family_name": "Quennell"}).json()
    assert (right["outcome"], wrong["outcome"]) == ("exact", "none")


def test_a_record_is_read_corrected_and_read_as_it_stood(given, ask):
    uln = given()
    before = ask("read", {"uln": uln}).json()
    changes = {"uln": uln, "version": before["version"], "changes": {"postcode": "ZE1 0AB"}, "reason": "moved"}
    assert ask("update", changes).json()["changed"] == ["former_postcodes", "postcode"]
    assert ask("update", changes).status_code == 409  # the version is an old one now
    then = ask("history", {"uln": uln, "at": before["since"]}).json()
    assert (then["details"]["postcode"], ask("read", {"uln": uln}).json()["postcode"]) == ("ZE1 0AA", "ZE1 0AB")


def test_a_wrong_change_is_named_where_it_stands(given, ask):
    changes = {"uln": given(), "version": 1, "changes": {"email": "@", "date_of_birth": 7}, "reason": "x"}
    pointers = {each["pointer"] for each in ask("update", changes).json()["errors"]}
    assert pointers == {"#/changes/email", "#/changes/date_of_birth"}


def test_nobody_reads_a_learner_of_another_organisation(given, token, send, other_college):
    answer = send("POST", "/api/learners/read", {"uln": given()}, token=token(organisation=other_college))
    assert answer.status_code == 404


def test_an_enrolment_is_added_with_proof_and_ended(given, ask, send, token):
    names = {"uln": given(), "given_name": "Zuleika", "family_name": "Thistlewood"}
    made = ask("enrolments", {"learner": names, "enrolment": {"start": "2026-10-01"}}).json()
    ended = ask(f"enrolments/{made['id']}/end", {"end": "2026-12-01"}).json()
    assert (ended["start"], ended["end"]) == ("2026-10-01", "2026-12-01")
    early = ask(f"enrolments/{made['id']}/end", {"end": "2026-01-01"})
    assert early.json()["errors"][0]["pointer"] == "#/end"


def test_two_numbers_are_reported_as_one_person(given, ask):
    first = given()
    second = given(given_name="Ottilie", postcode="AB10 1AA", date_of_birth="1999-01-01")
    answer = ask("link-requests", {"first": first, "second": second, "said": "the same passport"})
    assert answer.json()["state"] == "open"


def test_a_repeated_registration_is_done_once_and_answered_the_same(ask, found, someone):
    found()
    body = {"learners": [{"details": someone(), "enrolment": START}]}
    first, second = (ask("register", body, **{"Idempotency-Key": "k1"}) for _ in "12")
    assert first.content == second.content
    assert AccessLog.objects.filter(action="register").count() == 1
    other = {"learners": [{"details": someone(given_name="Ottilie"), "enrolment": START}]}
    assert ask("register", other, **{"Idempotency-Key": "k1"}).status_code == 409


def test_a_refused_registration_may_be_mended_under_the_same_key(ask, found, someone):
    body = {"learners": [{"details": someone(), "enrolment": START}]}
    assert ask("register", body, **{"Idempotency-Key": "k1"}).status_code == 409
    found()
    assert ask("register", body, **{"Idempotency-Key": "k1"}).json()["results"][0]["result"] == "new"
    assert Learner.objects.count() == 1


def test_a_find_costs_few_statements(ask, someone, django_assert_max_num_queries):
    ask("find", {"learners": [someone()]})
    with django_assert_max_num_queries(5):  # credential, savepoint, candidates, log row, release
        ask("find", {"learners": [someone()]})


def test_alternative_names_and_a_upn_are_sent_found_and_read(given, ask, found):
    names = [{"given_name": "Rosalind", "family_name": "Pemberley"}]
    uln = given(alternative_names=names, unique_pupil_number="C801200000014")
    assert found(given_name="Rosalind", family_name="Pemberley")["uln"] == uln
    record = ask("read", {"uln": uln}).json()
    assert (record["alternative_names"], record["unique_pupil_number"]) == (names, "C801200000014")
    changed = ask("update", {"uln": uln, "version": 1, "changes": {"alternative_names": []}, "reason": "not hers"})
    assert changed.json()["changed"] == ["alternative_names"]


WRONG_NAMES = [
    "Ann|Ash", 7, [7], [None], [{}], [{"name": "Ann"}], [{"given_name": None}], [{"given_name": ""}],
    [{"given_name": "Ann;Ash"}], [{"family_name": "A|B"}], [{"family_name": "A" * 36}], [{"given_name": "A\x00"}],
    [{"given_name": "Ann"}] * 21,
]  # fmt: skip


@pytest.mark.parametrize("names", WRONG_NAMES)
def test_wrong_alternative_names_are_named_where_they_stand(ask, someone, names):
    answer = ask("find", {"learners": [someone(alternative_names=names)]})
    assert answer.status_code == 422
    assert {each["pointer"] for each in answer.json()["errors"]} == {"#/learners/0/alternative_names"}
