"""Codes of an authenticator app, against the vectors of RFC 6238 and as people type them."""

import base64

import pytest

from rollbook.base.one_time_codes import code_at, step_at, step_of

# RFC 6238, appendix B, SHA-1; its eight digits end in these six.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
    (20000000000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_the_published_vectors(moment, code):
    assert code_at(SECRET, step_at(moment)) == code


def test_a_code_is_taken_with_spaces_and_hyphens():
    assert step_of(" 287 082 ", secret=SECRET, now=1) == 1
    assert step_of("287-082", secret=SECRET, now=1) == 1


def test_half_a_minute_early_or_late_is_forgiven_and_more_is_not():
    code = code_at(SECRET, 100)
    assert [step_of(code, secret=SECRET, now=now) for now in (98, 99, 100, 101, 102)] == [None, 100, 100, 100, None]


def test_no_code_is_taken_twice_and_none_from_before():
    code, earlier = code_at(SECRET, 100), code_at(SECRET, 99)
    assert step_of(code, secret=SECRET, now=100, after=100) is None
    assert step_of(earlier, secret=SECRET, now=100, after=100) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "abcdef", "٢٨٧٠٨٢", "287082\x00"])
def test_what_is_no_code_is_refused(typed):
    assert step_of(typed, secret=SECRET, now=1) is None


def test_an_unreadable_secret_fits_no_code():
    assert step_of("287082", secret="", now=1) is None
