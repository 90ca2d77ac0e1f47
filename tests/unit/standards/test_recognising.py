"""What a file is, decided by what it holds; its name is looked at afterwards."""

from __future__ import annotations

import io
import zipfile

import pytest

from rollbook.base.errors import SetupMissing, Unreadable
from rollbook.standards import read, recognise
from rollbook.standards.layouts import layout_from, layout_of

ILR = b"""<?xml version="1.0" encoding="utf-8"?>
<Message xmlns="%b"><Header><CollectionDetails><Collection>ILR</Collection><Year>%b</Year></CollectionDetails>
</Header></Message>"""
NAME = "ILR-10004721-2526-20250901-093000-01.xml"
OLDER = "ILR-10004721-1819-20180901-093000-01.xml"


@pytest.mark.parametrize(
    ("namespace", "year", "version"),
    [
        (b"ESFA/ILR/2025-26", b"2526", "2025-26"),
        (b"ILR/2026-27", b"2627", "2026-27"),
        (b"ESFA/ILR/2018-19", b"2526", "2018-19"),  # the namespace says more than the year
        (b"", b"2526", "2025-26"),
        (b"ESFA/ILR/2099-00", b"2627", "2026-27"),
    ],
)
def test_the_year_of_an_ilr_is_told_by_its_namespace_then_by_its_year(namespace, year, version):
    assert recognise(ILR % (namespace, year), "anything.txt") is layout_of("ilr", version)


def test_an_ilr_of_a_year_that_is_not_held_is_not_taken_for_another():
    with pytest.raises(Unreadable, match=r"no version that is known") as refused:
        recognise(ILR % (b"ESFA/ILR/2022-23", b"2223"))
    assert "ILR 2025-26" in refused.value.fix


def test_a_file_is_recognised_in_another_encoding_and_behind_a_comment():
    text = (b"<!-- made by nobody -->\n" + (ILR % (b"ILR/2026-27", b"2627")).partition(b"\n")[2]).decode()
    assert recognise(text.encode("utf-16")) is layout_of("ilr", "2026-27")


def test_lines_of_fixed_width_are_recognised_by_their_records():
    line = (" " * 20 + "10").ljust(400)
    assert recognise(f"HEADER\r\n{line}\r\n".encode()) is layout_of("ilr", "2008-09")


def test_a_batch_file_is_told_from_its_xml_twin():
    head = ",".join(layout_of("lrs_batch", "2A").headings).encode()
    assert recognise(head).shape == "delimited"
    assert recognise(b'<LearnerBatch xmlns="urn:rollbook:lrs-batch:2A">').shape == "xml"


@pytest.mark.parametrize("data", [b"", b"<html><body>", b"%PDF-1.4", b"<Other/>", b"\x00\x01\x02" * 50, b"hello"])
def test_what_is_no_file_of_a_standard_is_refused_with_something_to_do(data):
    with pytest.raises(Unreadable) as refused:
        recognise(data)
    assert refused.value.fix


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        (OLDER, []),
        (OLDER.upper(), []),
        ("", []),
        ("ILR-10004721-1819-20180901-093000.xml", ["file_name"]),
        ("learners.xml", ["file_name"]),
    ],
)
def test_a_name_that_is_not_as_it_should_be_is_a_warning(name, rules):
    found = read(io.BytesIO(ILR % (b"ESFA/ILR/2018-19", b"1819")), name=name).findings
    assert [one.rule for one in found if one.rule.startswith("file_name")] == rules


def test_reading_leaves_a_name_to_the_rules_of_the_standard_that_judge_it():
    found = read(io.BytesIO(ILR % (b"ESFA/ILR/2025-26", b"2526")), name="learners.xml").findings
    assert [one.rule for one in found if one.rule.startswith("file_name")] == []


def test_a_batch_of_one_learner_is_no_old_return_whatever_digits_stand_in_it():
    row = '"2A","LRB_90000101_010920260900.CSV","90000101","1"' + "," * 26
    head = ",".join(layout_of("lrs_batch", "2A").headings) + "\r\n" + row + "\r\n"
    assert recognise(head.encode()).standard == "lrs_batch"


def test_the_file_in_an_archive_has_the_archives_name():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.xml", ILR % (b"ESFA/ILR/2025-26", b"2526"))
    found = read(out, name=NAME.replace(".xml", ".zip")).findings
    assert ("file_name_inside", "other.xml") in [(one.rule, one.value) for one in found]


def test_a_path_is_read_under_its_own_name(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(ILR % (b"ESFA/ILR/2025-26", b"2526"))
    loaded = read(path)
    assert (loaded.name, loaded.size) == (NAME, path.stat().st_size)


def test_a_setting_that_no_element_has_is_refused():
    with pytest.raises(ValueError, match="lenght is not known"):
        layout_from(
            {"standard": "x", "version": "1", "shape": "xml", "title": "x", "source": "x", "root": "R",
             "element": [{"at": "A", "table": "a"}, {"at": "A/B", "lenght": [1, 2]}]}
        )  # fmt: skip


@pytest.mark.parametrize(
    "element",
    [
        [{"at": "A/B"}],
        [{"at": "A", "table": "a"}, {"at": "A/B"}, {"at": "A/C", "name": "B"}],
        [{"at": "A", "table": "a"}, {"at": "A/B", "type": "strange"}],
    ],
)
def test_a_field_in_no_table_or_twice_or_of_no_type_is_refused(element):
    with pytest.raises((ValueError, SetupMissing)):
        layout_from({"standard": "x", "version": "1", "shape": "xml", "title": "x", "source": "x", "root": "R",
                     "element": element})  # fmt: skip
