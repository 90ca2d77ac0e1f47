"""A School Census through `rollbook check`: what is asked in a term and of a phase, and what is said of the rest."""

import io
import sys
from datetime import date

import pytest

from rollbook.cli.main import run
from rollbook.standards import check
from rollbook.standards.rules.coverage import State, coverage, own_rules
from tests.invented_census import AUTUMN, census, census_file


@pytest.fixture
def rollbook(monkeypatch, capsys):
    """Runs the command; gives exit code and output."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["rollbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run()
        return end.value.code or 0, capsys.readouterr().out

    return call


def checked(**changes):
    return check(io.BytesIO(census(**changes)), today=date(2019, 1, 17))


def rules_found(**changes):
    return set(checked(**changes).table["rule"].to_pylist())


def why_not_run(code, **changes):
    return [one.why for one in checked(**changes).not_run if one.rule == code]


def test_a_good_census_ends_with_zero(tmp_path, rollbook):
    code, out = rollbook("check", census_file(tmp_path))
    assert (code, "Nothing wrong was found." in out) == (0, True)
    assert "Our own reading" in out


def test_a_wrong_letter_is_found_of_a_pupil_and_of_one_who_left(tmp_path, rollbook):
    wrong = {"UPN": "A801200001001"}
    code, out = rollbook("check", census_file(tmp_path, pupils=[wrong], leavers=[{"UPN": "A201100018042"}]))
    assert (code, "ERROR 1510" in out) == (3, True)
    assert "pupil A801200001001" in out
    assert "leaver A201100018042" in out


def test_a_rule_of_another_term_is_named_as_not_asked():
    assert why_not_run("2870") == ["It is not asked in the spring term."]
    assert why_not_run("2870", header=AUTUMN, school={"Phase": "SS"}) == []


def test_a_rule_of_other_phases_is_named_as_not_asked():
    assert why_not_run("540") == ["It is not asked of schools of phase PS."]
    assert why_not_run("540", school={"Phase": "PR"}) == []


def test_a_census_without_term_or_phase_says_why_rules_are_not_run():
    assert why_not_run("1310", header={"Term": ""}) == ["The file names no term."]
    assert why_not_run("5160", school={"Phase": ""}) == ["The file names no phase of its school."]


def test_a_rule_for_pupils_and_leavers_is_named_once_when_not_run():
    assert why_not_run("2571") == ["It is not asked in the spring term."]


def test_what_another_term_asks_for_is_a_warning():
    found = checked(header=AUTUMN, school={"FreeMealsTaken": 0})
    told = {(one["rule"], one["severity"]) for one in found.table.to_pylist() if one["field"] == "FreeMealsTaken"}
    assert told == {("not_this_term", "warning")}


def test_what_is_not_asked_of_a_phase_is_reported_under_the_published_rule():
    exclusion = {"Category": "FIXD", "Reason": "PP", "StartDate": "2018-05-10", "Sessions": 1, "SENprovision": "N"}
    assert "5051" in rules_found(school={"Phase": "NS"}, exclusions=[exclusion])
    assert "5051" not in rules_found(exclusions=[exclusion])


def test_another_school_year_is_read_and_held_against_its_own_days():
    spring = {"Term": "SPR", "Year": 2013, "ReferenceDate": "2013-01-17"}
    assert "100" not in rules_found(header=spring)
    assert "100" in rules_found(header=spring | {"ReferenceDate": "2013-01-18"})


def test_every_published_rule_has_a_state_and_what_is_missing_a_reason():
    covered = coverage("school_census", "2018-19")
    assert len(covered) == 280
    assert [one for one in covered if one.state is State.MISSING and len(one.why) < 30] == []
    assert own_rules("school_census", "2018-19") == ()


def test_a_year_that_cannot_be_is_reported_and_the_rest_checked():
    found = rules_found(header={"Year": 99999999999}, pupils=[{"UPN": "A801200001001"}])
    assert {"out_of_range", "1510"} <= found
