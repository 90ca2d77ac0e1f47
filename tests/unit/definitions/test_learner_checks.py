"""A learner's details: every wrong field is named at once."""

from datetime import date

import pytest

from rollbook.base.findings import Severity
from rollbook.definitions import Occasion, check_learner, learner_definition

TODAY = date(2026, 11, 24)
GOOD = {
    "given_name": "Aisha",
    "family_name": "Okafor-Lund",
    "date_of_birth": "2009-03-14",
    "gender": "2",
    "postcode": "CV1 2WT",
    "ability_to_share": "1",
    "verification_type": "2",
}


def rules(occasion=Occasion.REGISTER, **changes):
    findings = check_learner({**GOOD, **changes}, today=TODAY, occasion=occasion)
    return [(found.field, found.rule) for found in findings]


def test_good_details_have_no_findings():
    assert rules() == []


WRONG = [
    ("given_name", "A" * 36, "too_long"),
    ("family_name", "A" * 4000, "too_long"),
    ("given_name", "=HYPERLINK(A1)", "formula"),
    ("given_name", "+Anna", "formula"),
    ("given_name", "@Anna", "formula"),
    ("given_name", "\tAnna", "formula"),
    ("given_name", "An\x00na", "forbidden_character"),
    ("family_name", "\u202eannA", "forbidden_character"),
    ("family_name", "An\nna", "forbidden_character"),
    ("given_name", "1000000000", "not_a_name"),
    ("given_name", "12", "not_a_name"),
    ("date_of_birth", "2010-02-30", "format"),
    ("date_of_birth", "14/03/2009", "format"),
    ("date_of_birth", "1900-02-29", "format"),
    ("date_of_birth", "2027-01-01", "age"),
    ("date_of_birth", "2013-11-25", "age"),
    ("date_of_birth", "1915-11-24", "age"),
    ("date_of_address_capture", "2009-2-1", "format"),
    ("date_of_address_capture", "2105-01-01", "future_date"),
    ("gender", "F", "code"),
    ("ability_to_share", "-1", "code"),
    ("verification_type", "8", "code"),
    ("postcode", "CV1", "format"),
    ("uln", "1000000001", "check_digit"),
    ("uln", "9999999999", "format"),
    ("nationality", "GBRX", "format"),
    ("scottish_candidate_number", "12345678", "format"),
    ("scottish_candidate_number", "845759406", "check_digit"),
    ("unique_pupil_number", "C80120000001", "format"),
    ("unique_pupil_number", "A801200000014", "check_digit"),
    ("unique_pupil_number", "\x00" * 4000, "format"),
    ("alternative_names", "Ann|Ash;|", "missing"),
    ("alternative_names", "Ann|Ash|Oak", "format"),
    ("alternative_names", "Ann|" + "A" * 36, "too_long"),
    ("alternative_names", "A" * 100_000, "too_long"),
    ("alternative_names", ";".join(["Ann|Ash"] * 21), "too_many"),
    ("alternative_names", "Ann|=Ash", "formula"),
    ("alternative_names", "An\x00n|Ash", "forbidden_character"),
    ("alternative_names", "Ann|\u202eAsh", "forbidden_character"),
    ("alternative_names", "1000000000|Ash", "not_a_name"),
    ("alternative_names", ["Ann"], "wrong_type"),
    ("email", "nobody", "format"),
    ("email", "a@-b.com", "format"),
    ("email", "a" * 300 + "@b.co", "too_long"),
    ("school_at_16", "S" * 255, "too_long"),
    ("notes", "N" * 4001, "too_long"),
    ("notes", "a\x07b", "forbidden_character"),
    ("mis_identifier", "M" * 129, "too_long"),
    ("mis_identifier", "\x00", "forbidden_character"),
    ("verification_type", 2, "wrong_type"),
    ("given_name", ["Anna"], "wrong_type"),
]


@pytest.mark.parametrize(("field", "value", "rule"), WRONG)
def test_a_wrong_value_is_a_finding(field, value, rule):
    assert rules(**{field: value}) == [(field, rule)]


RIGHT = [
    ("date_of_birth", "2013-11-24"),
    ("date_of_birth", "1916-11-24"),
    ("date_of_birth", "2008-02-29"),
    ("email", "a@b.co"),
    ("email", "x@school.academy"),
    ("email", "x.y+z@abc.technology"),
    ("given_name", "Ng"),
    ("given_name", "Zoë-Ann"),
    ("family_name", "O'Neil"),
    ("family_name", "李"),
    ("notes", "first line\r\nsecond line"),
    ("title", ""),
    ("alternative_names", ""),
    ("alternative_names", ";".join(["Zoë-Ann|O'Neil"] * 20)),
    ("alternative_names", "Suleika| Thistle ; |Wood;Madonna"),
    ("unique_pupil_number", "C801200000014"),
    ("unique_pupil_number", "w801 2000-0001a"),
    ("mis_identifier", "=1+1"),
    ("verification_type", " 2"),
]


@pytest.mark.parametrize(("field", "value"), RIGHT)
def test_a_right_value_is_no_finding(field, value):
    assert rules(**{field: value}) == []


def test_all_wrong_fields_are_named_at_once():
    found = rules(given_name="\tA", date_of_birth="2010-02-30", gender="F", postcode=" ", surname="Lund")
    assert [field for field, _ in found] == ["surname", "given_name", "postcode", "date_of_birth", "gender"]


def test_a_field_that_does_not_exist_is_named():
    assert rules(surname="Lund") == [("surname", "unknown_field")]


@pytest.mark.parametrize("missing", ["given_name", "family_name"])
def test_a_single_name_will_do_in_either_field(missing):
    assert rules(**{missing: None}) == []


def test_somebody_without_any_name_is_two_findings():
    assert rules(given_name="", family_name=None) == [("given_name", "missing"), ("family_name", "missing")]


@pytest.mark.parametrize("occasion", [Occasion.BATCH, Occasion.BATCH_UPDATE])
def test_the_old_formats_need_both_names(occasion):
    assert rules(occasion, given_name="", uln="1000000000") == [("given_name", "missing")]


@pytest.mark.parametrize("missing", ["date_of_birth", "gender", "postcode", "ability_to_share", "verification_type"])
def test_registration_needs_every_mandatory_field(missing):
    assert rules(**{missing: None}) == [(missing, "missing")]


def test_an_update_may_leave_a_field_out_but_not_empty_it():
    assert check_learner({"notes": "new"}, today=TODAY, occasion=Occasion.UPDATE) == []
    assert check_learner({"given_name": "Ann"}, today=TODAY, occasion=Occasion.UPDATE) == []
    emptied = check_learner({"postcode": ""}, today=TODAY, occasion=Occasion.UPDATE)
    assert [(found.field, found.rule) for found in emptied] == [("postcode", "missing")]


def test_in_a_batch_the_placeholder_means_no_number_yet():
    assert rules(Occasion.BATCH, uln="9999999999") == []


def test_other_evidence_needs_a_description():
    assert rules(verification_type="999") == [("other_verification_description", "missing")]
    assert rules(verification_type="999", other_verification_description="library card") == []


def test_a_wrong_check_digit_of_a_candidate_number_is_only_a_warning():
    findings = check_learner({**GOOD, "scottish_candidate_number": "845759406"}, today=TODAY)
    assert [found.severity for found in findings] == [Severity.WARNING]


def test_sentences_hold_no_personal_data():
    findings = check_learner({**GOOD, "given_name": "=Zebedee", "postcode": "QQ QQ"}, today=TODAY)
    assert len(findings) == 2
    assert not any("Zebedee" in found.says + found.fix or "QQ" in found.says for found in findings)


def test_a_finding_repeats_only_the_beginning_of_a_long_value():
    findings = check_learner({**GOOD, "notes": "N" * 100_000}, today=TODAY)
    assert len(findings[0].value) == 100


def test_ages_allowed_are_data():
    assert (learner_definition().youngest, learner_definition().oldest) == (13, 110)


def test_every_fault_of_a_list_of_names_is_named():
    assert rules(alternative_names="=Ann|Ash;12|Oak;|") == [
        ("alternative_names", rule) for rule in ("formula", "not_a_name", "missing")
    ]
