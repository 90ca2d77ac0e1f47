"""Reference tables on pages: the operator sees what is held, loads a file in its place, is told what does not fit."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rollbook.service.models import AccessLog
from rollbook.standards.held_references import place_of

pytestmark = pytest.mark.django_db
GOOD = b"UKPRN,CampId,EffectiveFrom,EffectiveTo\n90000101,12345678,2020-01-01,\n"
CAMPUS = "/reference/ilr/campus"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.REFERENCE_FOLDER = tmp_path / "held"
    return settings.REFERENCE_FOLDER


@pytest.fixture
def operator(signed_in):
    return signed_in("operator")


@pytest.fixture
def send(operator):
    """Sends a file for the campuses; gives the page it leads to."""

    def go(content, name="campus.csv"):
        answer = operator.post(CAMPUS, {"file": SimpleUploadedFile(name, content)}, follow=True)
        return answer.status_code, answer.content.decode()

    return go


def test_a_file_is_loaded_and_seen_with_its_version_and_how_many_rules_run_by_it(operator, send):
    before = operator.get("/reference/").content.decode()
    assert "not held" in before
    code, page = send(GOOD)
    assert code == 200
    assert "campus is loaded: 1 row, version" in page
    version = AccessLog.objects.get(action="load_reference").details["version"]
    after = operator.get("/reference/").content.decode()
    assert version in after
    assert version not in before
    assert "0 of" in before
    assert "2 of" in after  # CampID_01 and CampID_02 need no other table


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,2\n", "lacks the columns UKPRN, CampId, EffectiveFrom, EffectiveTo of campus"),
        (GOOD.replace(b"90000101", b"one"), "1 value of UKPRN is no whole number, the first in row 1"),
        (b"PAR1 and no more", "cannot be read as a reference table"),
        (b"", "lacks the columns"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_file_and_what_is_held_stays(content, says, operator, send, folder):
    send(GOOD)
    kept = place_of(folder, "ilr", "campus").read_bytes()
    code, page = send(content)
    assert code == 422
    assert says in page
    assert place_of(folder, "ilr", "campus").read_bytes() == kept
    assert AccessLog.objects.filter(action="load_reference").count() == 1


def test_no_file_is_an_error_beside_the_field(operator):
    answer = operator.post(CAMPUS, {})
    assert answer.status_code == 422
    assert "No file was chosen." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(send, settings):
    settings.REFERENCE_FILE_MAX_BYTES = 10
    code, page = send(b"x" * 70_000)
    assert code == 413
    assert "rollbook reference load" in page


def test_a_damaged_table_is_shown_as_one(operator, send, folder):
    send(GOOD)
    place_of(folder, "ilr", "campus").write_bytes(b"PAR1 and no more")
    assert "cannot be read" in operator.get("/reference/").content.decode()
    assert "Load it again." in operator.get(CAMPUS).content.decode()
    assert send(GOOD)[0] == 200


@pytest.mark.parametrize("address", ["/reference/ilr/lard", "/reference/ilr/account", "/reference/none/campus"])
def test_a_table_that_is_not_held_for_all_has_no_page(address, operator):
    assert operator.get(address).status_code == 404
    assert operator.post(address, {"file": SimpleUploadedFile("a.csv", GOOD)}).status_code == 404


def test_a_folder_that_cannot_be_written_to_is_told_the_operator(send, folder, settings):
    settings.TESTING = False  # a test would see the cause instead of the page
    folder.write_text("no folder")
    code, page = send(GOOD)
    assert code == 503
    assert "ROLLBOOK_REFERENCE" in page


def test_others_neither_see_nor_load_them(signed_in):
    browser = signed_in("super_user")
    assert browser.get("/reference/").status_code == 403
    assert browser.post(CAMPUS, {"file": SimpleUploadedFile("a.csv", GOOD)}).status_code == 403
    assert "/reference/" not in browser.get("/").content.decode()
