"""The rules that are as they were in 2018-19 against the department's own learners, made one for each rule.

Each learner of that file is named for a rule and is made so that the rule just does not object: `0DOB24` for
DateOfBirth_24. So no such rule may report the learners named for it, and must report them once the one thing that
keeps them right is taken away.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from rollbook.standards import read
from rollbook.standards.loaded import Loaded
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.rules.query import text_of
from rollbook.standards.rules.rule import plain_code
from rollbook.standards.rules.running import run
from rollbook.standards.tables import build, give, lay_raw, open_tables, standard_data

SAMPLE = "ILR-10033670-1819-20180704-120055-03.xml"

# The learners were made on the days of the year before, and put into the newer form: they start in October 2017.
YEAR = {"starts": date(2017, 8, 1), "aug_31": date(2017, 8, 31), "jan_1": date(2018, 1, 1), "ends": date(2018, 7, 31)}

# How the file shortens the names of rules.
SHORT = {
    "ALSC": "ALSCost", "Accm": "Accom", "DOB": "DateOfBirth", "Eng": "EngGrade", "Eth": "Ethnicity",
    "FM": "FundModel", "FamNam": "FamilyName", "GivNam": "GivenNames", "LFam": "LearnFAMType", "LLDDC": "LLDDCat",
    "LLDDHP": "LLDDHealthProb", "Math": "MathGrade", "NI": "NINumber", "PCode": "Postcode", "PCodeP": "PostcodePrior",
    "PEEPH": "PlanEEPHours", "PLH": "PlanLearnHours", "PLLDD": "PrimaryLLDD", "PSLMO": "ProvSpecLearnMonOccur",
    "Sex": "Sex", "ULN": "ULN",
}  # fmt: skip

# Rules that ask today what they asked then, so far as these learners go.
UNCHANGED = """
ALSCost_02 Accom_01 DateOfBirth_01 DateOfBirth_02 DateOfBirth_04 DateOfBirth_05 DateOfBirth_06 DateOfBirth_07
DateOfBirth_12 DateOfBirth_13
DateOfBirth_20 DateOfBirth_23 DateOfBirth_24 DateOfBirth_25 DateOfBirth_26 DateOfBirth_27 DateOfBirth_30 DateOfBirth_34
DateOfBirth_46 DateOfBirth_47 DateOfBirth_48 EngGrade_01 EngGrade_02 EngGrade_03 EngGrade_04 Ethnicity_01 FamilyName_01
FamilyName_02 FamilyName_04 FundModel_01 FundModel_03 FundModel_04 FundModel_05 FundModel_06 FundModel_07 GivenNames_01
GivenNames_02 GivenNames_04 LLDDCat_01 LLDDCat_02 LLDDHealthProb_01 LLDDHealthProb_04 LLDDHealthProb_06
LLDDHealthProb_07 LearnFAMType_01 LearnFAMType_09 LearnFAMType_10 LearnFAMType_11 LearnFAMType_14 MathGrade_01
MathGrade_02 MathGrade_03 MathGrade_04 NINumber_01 NINumber_02 PlanEEPHours_01 PlanLearnHours_01 PlanLearnHours_02
PlanLearnHours_03 PlanLearnHours_04 PlanLearnHours_05 PostcodePrior_02 Postcode_15 PrimaryLLDD_01 PrimaryLLDD_02
PrimaryLLDD_03 PrimaryLLDD_04 ProvSpecLearnMonOccur_01 Sex_01 ULN_02 ULN_06 ULN_07 ULN_09 ULN_10 ULN_11 ULN_12
""".split()

# A second aim of this learner, with funding model 70, began 91 days before the file was made: more than the 60 allowed.
KNOWN = {"ULN_07": {"5ULN07"}}

# What keeps the learners of a rule right: the field of theirs that is changed, and to what (None: taken away).
WRONG = {
    "DateOfBirth_01": ("DateOfBirth", None),
    "DateOfBirth_02": ("DateOfBirth", None),
    "DateOfBirth_05": ("DateOfBirth", "2017-07-01"),
    "DateOfBirth_06": ("DateOfBirth", "2007-07-01"),
    "DateOfBirth_12": ("DateOfBirth", "2005-07-08"),
    "DateOfBirth_20": ("DateOfBirth", "2004-07-08"),
    "DateOfBirth_23": ("DateOfBirth", None),
    "DateOfBirth_24": ("DateOfBirth", None),
    "DateOfBirth_25": ("DateOfBirth", "2004-07-08"),
    "DateOfBirth_26": ("DateOfBirth", "2004-07-08"),
    "DateOfBirth_27": ("DateOfBirth", "2018-08-01"),
    "EngGrade_01": ("EngGrade", None),
    "EngGrade_02": ("EngGrade", "Q"),
    "Ethnicity_01": ("Ethnicity", "1"),
    "FamilyName_01": ("FamilyName", None),
    "FamilyName_02": ("FamilyName", None),
    "FamilyName_04": ("FamilyName", None),
    "GivenNames_01": ("GivenNames", None),
    "GivenNames_02": ("GivenNames", None),
    "GivenNames_04": ("GivenNames", None),
    "LLDDHealthProb_01": ("LLDDHealthProb", "7"),
    "LLDDHealthProb_04": ("LLDDHealthProb", "2"),
    "MathGrade_01": ("MathGrade", None),
    "MathGrade_02": ("MathGrade", "Q"),
    "NINumber_01": ("NINumber", "DJ000000A"),
    "NINumber_02": ("NINumber", None),
    "PlanEEPHours_01": ("PlanEEPHours", None),
    "PlanLearnHours_01": ("PlanLearnHours", None),
    "PlanLearnHours_02": ("PlanLearnHours", "0"),
    "PlanLearnHours_04": ("PlanLearnHours", "1001"),
    "PlanLearnHours_05": ("PlanLearnHours", "4001"),
    "PostcodePrior_02": ("PostcodePrior", "ZZ99 9CZ"),
    "Postcode_15": ("Postcode", "ZZ99 9CZ"),
    "Sex_01": ("Sex", "X"),
    "ULN_02": ("ULN", "9999999999"),
    "ULN_06": ("ULN", "9999999999"),
    "ULN_07": ("ULN", "9999999999"),
    "ULN_09": ("ULN", "9999999999"),
    "ULN_12": ("ULN", "9999999999"),
}


@pytest.fixture
def sample(reference):
    return read(reference / "ilr" / "samples" / SAMPLE)


def test_no_rule_reports_the_learners_that_are_named_for_it(sample):
    hit, named = _hits(sample), _named(sample)
    assert [code for code in UNCHANGED if not named[code]] == []
    assert {code: hit[code] & named[code] for code in UNCHANGED if hit[code] & named[code]} == KNOWN


def test_each_rule_reports_them_once_what_keeps_them_right_is_gone(sample):
    named = _named(sample)
    hit = _hits(_with(sample, {ref: WRONG[code] for code in WRONG for ref in named[code]}))
    assert [code for code in WRONG if not hit[code] & named[code]] == []


def test_these_rules_were_published_then_too(reference):
    path = reference / "ilr" / "rules" / "mappederrors-easyopa-2021.csv"
    with path.open(encoding="cp1252", newline="") as file:
        known = {plain_code(row["RuleID"]) for row in csv.DictReader(file) if row["CollectionType"] == "ILR1819"}
    assert [code for code in UNCHANGED if plain_code(code) not in known] == []


def _named(loaded: Loaded) -> dict[str, set[str]]:
    """The references of the learners that are named for each rule: a number or letter, the short name, two digits."""
    form = re.compile(r"[0-9A-F]*?[0-9A-Z]?(" + "|".join(sorted(SHORT, key=len, reverse=True)) + r")(\d\d)")
    found = defaultdict(set)
    for ref in loaded.raw["learner"]["LearnRefNumber"].to_pylist():
        match = form.fullmatch(ref)
        if match:
            found[f"{SHORT[match[1]]}_{match[2]}"].add(ref)
    return found


def _with(loaded: Loaded, wrong: dict[str, tuple[str, str | None]]) -> Loaded:
    """The same file with one field of these learners changed."""
    rows = loaded.raw["learner"].to_pylist()
    for row in rows:
        if row["LearnRefNumber"] in wrong:
            field, value = wrong[row["LearnRefNumber"]]
            row[field] = value
    learners = pa.Table.from_pylist(rows, schema=loaded.raw["learner"].schema)
    return Loaded(loaded.layout, {**loaded.raw, "learner": learners})


def _hits(loaded: Loaded) -> dict[str, set[str]]:
    """The learners that each unchanged rule reports, with the tables of 2018-19."""
    layout, data = loaded.layout, replace(standard_data("ilr", "2018-19"), year=YEAR)
    rules = tuple(rule for rule in rules_of("ilr", "2025-26") if rule.code in UNCHANGED)
    with open_tables() as connection:
        lay_raw(connection, layout, loaded.raw)
        build(connection, layout, data, texts=[text_of(rule) for rule in rules])
        give(connection, today=date(2018, 10, 1))
        ran = run(connection, layout, data, rules, given={"today"})
    assert [(one.rule, one.why) for one in ran.not_run] == []
    refs, found = loaded.raw["learner"]["LearnRefNumber"].to_pylist(), defaultdict(set)
    for code, learner in zip(ran.findings["rule"].to_pylist(), ran.findings["top_id"].to_pylist(), strict=True):
        found[code].add(refs[learner - 1])
    return found
