"""Sets the stage for pictures and for the walk over all pages: a running demo in which something of each kind waits.

Run beside a demo, with its environment: python -m docs.staging. It calls the actions that pages call, as the demo's
own people. Everybody is invented. Run again it does nothing.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.acceptance.people import person
from tests.invented_files import ilr_file

READER, CLERK, BATCHES = "view@wexcombe.example", "register@wexcombe.example", "batch@wexcombe.example"
SUPER, REVIEWER, OPERATOR = "super@wexcombe.example", "reviewer@register.example", "operator@register.example"
OTHERS, SCHOOL = "register@brightwater.example", "register@hallowfield.example"
WHY, UPKEEP = "enrolment", "register_upkeep"
SEEN = {"verification_type": "2", "ability_to_share": "1"}


# What people say, which no page has as a sentence of its own.
SEEN_HERE = "Both were seen here."
CERTIFICATE = "One person: the school saw her certificate."
DATE_TYPED = "One person: a date typed wrongly."
COUSINS = "Two cousins of one name after all."
SAYS_SO = "He says so."
BORN_IN_TRURO = "My place of birth is wrong, I was born in Truro."
TWO_CAME = "Two people came with this number."
NOT_HOME = "She did not come home, and the police ask for her address."
TEACHES = "Pupils of 11 to 18."
LEFT = "She works elsewhere since the summer."
REPLACED = "The system was replaced in the summer."
TELEPHONE = "Answers the telephone at enrolment."
SAID = (
    SEEN_HERE,
    CERTIFICATE,
    DATE_TYPED,
    COUSINS,
    SAYS_SO,
    BORN_IN_TRURO,
    TWO_CAME,
    NOT_HOME,
    TEACHES,
    LEFT,
    REPLACED,
    TELEPHONE,
)


MARIGOLD = person("Marigold", "Penhallow", "2007-05-14", "2", "TR18 2AB")
MARIGOLD_MOVED = person("Marigold", "Penhallow", "2007-05-14", "2", "PL31 1QR")
TAMSIN = person("Tamsin", "Quillfeather", "2006-11-03", "2", "EX4 4QJ")
TAMSIN_TYPED = person("Tamsyn", "Quillfeather", "2006-11-03", "2", "EX4 4QJ")
LEOPOLD = person("Leopold", "Garstang", "2008-01-20", "1", "LA3 1HU")
IANTHE = person("Ianthe", "Merriweather", "2001-05-04", "2", "TD15 1AA")
LEOPOLD_TYPED = person("Leopold", "Garstang", "2008-01-02", "1", "LA3 1HU")

# An ILR whose export went wrong: one start date for many, a number mistyped, a postcode lost.
LATE = {"aims": [{"LearnStartDate": date(2027, 9, 1)}]}
WITH_FAULTS = (
    *({"LearnRefNumber": f"WX{number}", "ULN": 9999999999, **LATE} for number in range(101, 109)),
    {"LearnRefNumber": "WX109", "ULN": 1000000001, "DateOfBirth": date(2024, 3, 14)},
    {"LearnRefNumber": "WX110", "ULN": 1000000078, "Postcode": "ZE1 OAA", "aims": [{"SWSupAimId": "7"}]},
)

# An invented aim, for what it may be used: a reference table of two rows.
VALIDITY = """LearnAimRef,ValidityCategory,StartDate,EndDate,LastNewStartDate
60310001,ANY,2013-08-01,,
60310001,ADULT_SKILLS,2016-08-01,,
"""


def by(email: str, channel: str = "portal") -> Any:
    """One of the demo's people, as the actions see them."""
    from rollbook.service.credentials import caller_of_user
    from rollbook.service.models import User

    return caller_of_user(User.objects.select_related("organisation").get(email=email), channel=channel)


def registered(people: list[dict[str, str]], email: str, *, override: str = "") -> list[int]:
    """Learners found and registered by somebody; possible matches are passed over for a reason, after a look."""
    from rollbook.register.policy import load_policy
    from rollbook.service.actions.learners.find import find
    from rollbook.service.actions.learners.register import Registration, register

    find(people, by=by(email), purpose=WHY)
    if override:
        time.sleep(load_policy().look_seconds + 0.2)
    start = timezone_day()
    asked = [Registration({**each, **SEEN}, start=start, override=override) for each in people]
    made = register(asked, by=by(email), purpose=WHY)
    return [each.uln for each in made if each.uln is not None]


def timezone_day() -> date:
    """Today, as the service counts it."""
    from django.utils import timezone

    return timezone.localdate()


def set_stage(learners: int, seed: int) -> None:
    """Something of each kind waits, and something of each kind is done, besides what the demo itself has to show."""
    firsts = registered([MARIGOLD, TAMSIN, LEOPOLD, IANTHE], CLERK)
    seconds = registered([MARIGOLD_MOVED, TAMSIN_TYPED, LEOPOLD_TYPED], SCHOOL, override=SEEN_HERE)
    for_review(firsts, seconds)
    for_learners(firsts)
    for_files(learners, seed)
    for_checks()
    for_access()


def for_review(firsts: list[int], seconds: list[int]) -> None:
    """Two linked numbers of three pairs, one link undone with a detail left unclear."""
    from rollbook.service.actions.learners.duplicates import settle
    from rollbook.service.actions.learners.links import link, undo
    from rollbook.service.actions.learners.update import update
    from rollbook.service.models import DuplicateCase

    reviewer = by(REVIEWER)
    pair = sorted([firsts[1], seconds[1]])
    case = DuplicateCase.objects.get(first_id=pair[0], second_id=pair[1])
    settle(case.pk, same_person=True, survivor=firsts[1], reason=CERTIFICATE, by=reviewer, purpose=UPKEEP)
    made = link(seconds[2], firsts[2], reason=DATE_TYPED, by=reviewer, purpose=UPKEEP)
    update(firsts[2], {"email": "leopold@one.example"}, version=None, reason=SAYS_SO, by=by(CLERK), purpose=WHY)
    update(seconds[2], {"email": "leo@two.example"}, version=None, reason=SAYS_SO, by=by(SCHOOL), purpose=WHY)
    undo(made.id, reason=COUSINS, by=reviewer, purpose=UPKEEP)


def for_learners(ulns: list[int]) -> None:
    """An objection, a number said to be two people, and a record opened in an emergency."""
    from rollbook.register.objections import Objecting
    from rollbook.service.actions.emergencies import open_record
    from rollbook.service.actions.learners.objections import object_for, report_two_people

    said = Objecting("detail", BORN_IN_TRURO, "in_person", "place_of_birth")
    object_for(ulns[0], said, by=by(CLERK), purpose=WHY)
    report_two_people(ulns[1], said=TWO_CAME, by=by(CLERK), purpose=WHY)
    asked = {"uln": str(ulns[0]), "given_name": MARIGOLD["given_name"], "family_name": MARIGOLD["family_name"]}
    reason = NOT_HOME
    open_record(asked, kind="missing", reason=reason, by=by(OTHERS))


def for_files(learners: int, seed: int) -> None:
    """A damaged file that waits for a word, a file that has been checked, and one that could not be."""
    from rollbook.service.actions.batches.waiting import take_in
    from rollbook.service.actions.checks import sending
    from rollbook.service.demonstration import damaged_export

    who = by(BATCHES)
    name, content = damaged_export(learners, 60, seed=seed, college=who.ukprn)
    take_in(io.BytesIO(content), f"Staged-{name}", by=who, purpose=WHY)
    with TemporaryDirectory() as folder:
        file = ilr_file(Path(folder), *WITH_FAULTS)
        sending.take_in(io.BytesIO(file.read_bytes()), file.name, by=by(CLERK), purpose=WHY)
    sending.take_in(io.BytesIO(b"<Photograph/>"), "Photograph.xml", by=by(CLERK), purpose=WHY)


def for_checks() -> None:
    """One reference table is held, the others are not."""
    from rollbook.service.actions.reference_tables import load_table

    file = io.BytesIO(VALIDITY.encode())
    load_table("ilr", "lars_validity", file, called="validity.csv", day=timezone_day(), by=by(OPERATOR))


def for_access() -> None:
    """An organisation that asks to take part, access that has ended, and the term's certification, one word said."""
    from rollbook.service.actions import clients, users
    from rollbook.service.actions.applications import Contact, apply_openly
    from rollbook.service.actions.certification import certify, open_round
    from rollbook.service.actions.organisations import Application
    from rollbook.service.models import User

    asked = Application("90000199", "Lantern Street Academy", "school", urn="990199", laestab="9904199")
    contact = Contact("Ines Calloway", "ines@lantern.example", "Registrar", "Ines Calloway, Head", TEACHES)
    apply_openly(asked, contact, address="127.0.0.1")
    open_round(timezone_day()) or open_round(timezone_day().replace(month=11, day=1) - timedelta(days=365))
    clerk = User.objects.get(email=READER)
    gone = users.create(users.NewUser("gone@wexcombe.example", "Gwenllian Tarr", "view_only"), by=by(SUPER))
    users.suspend(str(gone.pk), reason=LEFT, by=by(SUPER))
    made = clients.create("Old enrolment system", role="machine:find", by=by(SUPER))
    clients.suspend(made.client_id, reason=REPLACED, by=by(SUPER))
    certify(f"user:{clerk.pk}", is_needed=True, why=TELEPHONE, by=by(SUPER))


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollbook.service.settings")
    django.setup()
    from rollbook.service.models import Emergency

    if Emergency.objects.exists():
        return 0
    known = json.loads((Path(os.environ["ROLLBOOK_VAR"]) / "demo.json").read_text("utf-8"))
    set_stage(known["learners"], 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
