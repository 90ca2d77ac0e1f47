"""Return codes: data, with a sentence and what to do."""

import pytest

from rollbook.base.findings import Finding, Severity
from rollbook.standards import code_for, reason, return_code, return_codes, return_codes_markdown


def test_codes_and_names_are_there_once():
    assert len({one.code for one in return_codes()}) == len({one.name for one in return_codes()}) == len(return_codes())


def test_every_code_says_what_it_means_and_what_to_do_in_plain_ascii():
    assert all(one.says.endswith(".") and one.fix.endswith(".") for one in return_codes())
    assert all((one.says + one.fix).isascii() for one in return_codes())


def test_our_own_codes_can_not_be_taken_for_published_ones():
    assert all(one.code.startswith("RB") == (one.origin == "ours") for one in return_codes())
    published = {one.code for one in return_codes() if one.origin == "published"}
    assert published == {"RC006", "RC010", "RC011", "RC013"}


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (["missing"], "RC010"),
        (["age"], "RC013"),
        (["format"], "RC011"),
        (["age", "formula"], "RC013"),
        (["format", "missing"], "RC010"),
        (["unclosed_quote"], "RC011"),
    ],
)
def test_findings_lead_to_a_code(rules, code):
    assert code_for(Finding(rule, "x", "Wrong.") for rule in rules).code == code


def test_warnings_alone_lead_to_no_code():
    assert code_for([Finding("check_digit", "x", "Odd.", severity=Severity.WARNING)]) is None


def test_the_reason_names_every_wrong_value_and_no_value_itself():
    findings = [Finding("format", "Gender", "Wrong.", value="secret"), Finding("endless_line", "", "Too long.")]
    assert reason(return_code("format"), findings) == "Gender: Wrong. Too long."


def test_without_findings_the_reason_is_the_codes_own():
    assert reason(return_code("registered")).startswith("A new Unique Learner Number")


def test_the_reference_page_holds_every_code_and_is_fresh():
    page = return_codes_markdown()
    assert all(f"| {one.code} |" in page for one in return_codes())
