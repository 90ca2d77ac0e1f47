"""The template and the worked example: they can be read again, and nobody can send the example by mistake."""

from __future__ import annotations

import io
from datetime import date

import pytest

from rollbook.base.errors import InvalidInput, NotAllowed, NotFound
from rollbook.service.actions.batches.waiting import take_in
from rollbook.service.models import Learner
from rollbook.service.readers.batch_forms import example, template
from rollbook.standards import check_file, layout_of
from rollbook.standards.delimited import read
from rollbook.standards.doctor import diagnose, mend


def test_the_template_has_every_heading_and_the_organisations_own_number(caller, college):
    name, content = template("csv", by=caller("batch"))
    with read(io.BytesIO(content), name=name) as reading:
        assert list(reading) == []
        assert reading.file["UKPRN"] == college.ukprn
    headings = content.decode("utf-8-sig").splitlines()[0].replace('"', "").split(",")
    assert tuple(headings) == layout_of("lrs_batch", "2A").headings


def test_the_example_is_a_batch_file_without_a_fault(caller):
    name, content = example("csv", by=caller("batch"))
    found = list(check_file(io.BytesIO(content), today=date(2026, 11, 24), name=name.removeprefix("EXAMPLE_")))
    assert [finding for finding in found if finding.severity == "error"] == []


def test_the_spreadsheet_holds_the_same_learners_as_the_file(caller):
    _, plain = example("csv", by=caller("batch"))
    name, sheet = example("xlsx", by=caller("batch"))
    diagnosis = diagnose(io.BytesIO(sheet), today=date(2026, 11, 24), name=name)
    out = io.BytesIO()
    assert mend(io.BytesIO(sheet), diagnosis, out) == 8
    assert out.getvalue().decode() == plain.decode("utf-8-sig")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_example_cannot_be_sent(caller, kind):
    name, content = example(kind, by=caller("batch"))
    with pytest.raises(InvalidInput) as refused:
        take_in(io.BytesIO(content), name, by=caller("batch"), purpose="enrolment")
    assert refused.value.findings[0].field == "UKPRN"
    assert not Learner.objects.exists()


def test_an_unknown_kind_is_not_found_and_not_every_role_gets_one(caller):
    with pytest.raises(NotFound):
        template("pdf", by=caller("batch"))
    with pytest.raises(NotAllowed):
        template("csv", by=caller("view_only"))
