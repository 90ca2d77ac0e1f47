"""Good censuses of other schools than the valid record's: nothing is found in them."""

import io
from datetime import date

from rollbook.standards import check
from tests.invented_census import AUTUMN, census

NO_CLASSES = {"classes": "", "PartTimeNotIn": "", "PrivateStudy": "", "AtOtherSchool": ""}
NO_ATTENDANCE = {"SessionsPossible": "", "SessionsAuthorised": "", "SessionsUnauthorised": "", "sessions": ""}
AIM = {
    "QAN": "60012345",
    "DiscCode": "2210",
    "LearningStartDate": "2018-09-05",
    "LearningPlannedEndDate": "2019-06-30",
    "LearningAimStatus": "1",
}


def found(**changes):
    result = check(io.BytesIO(census(**changes)), today=date(2019, 1, 17))
    return [(one["rule"], one["record"]) for one in result.table.to_pylist()]


def test_a_secondary_school_with_a_sixth_form_in_autumn():
    school = {"Phase": "SS", "SchoolType": "22", "LowestNCyear": "7", "HighestNCyear": "13", **NO_CLASSES}
    school |= {"FreeMealsTaken": "", "PostCode": "", "AddressLine1": "", "AddressLine2": ""}
    spring_only = {
        "Ethnicity": "",
        "ServiceChild": "",
        "TopUpFunding": "",
        "TypeOfClass": "",
        "EntryDate": "2013-09-03",
    }
    older = spring_only | NO_ATTENDANCE | {"NCyearActual": "12", "DOB": "2001-12-01", "aims": [AIM]}
    older |= {"UniqueLearnerNumber": 1000000000, "QualificationHours": 500}
    younger = spring_only | {"UPN": "R201100018042", "NCyearActual": "8", "DOB": "2005-12-01"}
    younger |= {"HalfTerm2SessionsPossible": 70, "sessions_2": ["I 2"]}
    assert found(header=AUTUMN, school=school, pupils=[older, younger], leavers="") == []


def test_a_nursery_school_in_spring():
    school = {"Phase": "NS", "SchoolType": "50", "LowestNCyear": "N1", "HighestNCyear": "N2", **NO_CLASSES}
    child = {"NCyearActual": "N2", "DOB": "2015-06-01", "EntryDate": "2018-09-03", "PartTime": True, **NO_ATTENDANCE}
    child |= {"TypeOfClass": "", "Ethnicity": "", "Language": "", "EYPP": "N", "DAFIndicator": False}
    child |= {"FundedHours": 15, "HoursAtSetting": 15}
    assert found(school=school, pupils=[child], leavers="") == []


def test_a_special_school_in_spring():
    school = {"Phase": "SP", "SchoolType": "52", "Intake": "SPEC", "LowestNCyear": "X", "HighestNCyear": "X"}
    school |= NO_CLASSES | {"Accommodation": "D", "MaxDayPupils": 80, "MaxBoarders": 0, "special_types": ["ASD"]}
    school |= {"MinMaleAge": 4, "MaxMaleAge": 19, "MinFemaleAge": 4, "MaxFemaleAge": 19}
    pupil = {"NCyearActual": "X", "TypeOfClass": "", "SENprovision": "E", "sen_needs": ["ASD 1"]}
    assert found(school=school, pupils=[pupil]) == []
