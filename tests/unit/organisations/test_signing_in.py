"""The policy of getting in: its table, and when a session is over."""

from datetime import UTC, datetime, timedelta

import pytest

from rollbook.organisations.signing_in import read_sign_in_policy

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("signed_in", "seen", "why"),
    [
        (NOON - timedelta(hours=1), NOON - timedelta(minutes=29), ""),
        (NOON - timedelta(hours=1), NOON - timedelta(minutes=30), "idle"),
        (NOON - timedelta(hours=10), NOON - timedelta(minutes=1), "long"),
        (NOON, NOON, ""),
    ],
)
def test_when_a_session_is_over(signed_in, seen, why):
    assert read_sign_in_policy().has_ended(signed_in=signed_in, seen=seen, now=NOON) == why


def test_another_file_of_the_same_form_is_followed(tmp_path):
    from rollbook.organisations.signing_in import PACKAGED

    file = tmp_path / "own.toml"
    file.write_text(PACKAGED.read_text("utf-8").replace("wrong_in_a_row  = 5", "wrong_in_a_row  = 3"), "utf-8")
    assert read_sign_in_policy(file).wrong_in_a_row == 3
