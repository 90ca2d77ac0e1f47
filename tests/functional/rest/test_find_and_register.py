"""The main way over HTTP: a token, a search, a number."""


def test_a_learner_is_found_and_given_a_number_over_http(token, send, someone):
    bearer = token()
    searched = send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer)
    assert searched.json()["results"][0]["outcome"] == "none", searched.content
    body = {"learners": [{"details": someone(), "enrolment": {"start": "2026-09-01"}}]}
    made = send("POST", "/api/learners/register", body, token=bearer)
    assert made.json()["results"][0]["result"] == "new", made.content
    again = send("POST", "/api/learners/find", {"learners": [someone()]}, token=bearer)
    assert again.json()["results"][0]["uln"] == made.json()["results"][0]["uln"]
