"""The doctor on whole files: healthy ones, ones a spreadsheet saved, and ones that cannot be mended at all."""

import csv
import io
import zipfile
from datetime import date

import pytest

from rollbook.base.errors import Unreadable
from rollbook.standards.doctor import diagnose, mend

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"
ADDRESS = {"LastKnownAddressLine1": "Flat 2, 12 High Street", "LastKnownAddressTown": "Coventry"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_good_file_is_healthy_and_mending_changes_no_byte(batch_file, learner, encoding):
    data = batch_file(learner(), learner(MISIdentifier="2", Notes='a "b",\r\nc'), encoding=encoding)
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    out = io.BytesIO()
    mend(io.BytesIO(data), diagnosis, out)
    assert (diagnosis.proposals, diagnosis.findings, diagnosis.count) == ((), (), 2)
    assert diagnosis.is_healthy
    assert out.getvalue() == data


def test_examples_show_line_column_before_and_after(batch_file, learner):
    rows = [learner(MISIdentifier=str(n), DateOfBirth="14/03/2009") for n in range(9)]
    (proposal,) = diagnose(io.BytesIO(batch_file(*rows)), today=TODAY, name=NAME).proposals
    assert (proposal.count, len(proposal.examples)) == (9, 3)
    example = proposal.examples[0]
    assert (example.line, example.column, example.before, example.after) == (
        2,
        "DateOfBirth",
        "14/03/2009",
        "2009-03-14",
    )


def test_sentences_hold_no_personal_values(batch_file, learner):
    data = batch_file(learner(DateOfBirth="14/03/2009", GivenName="ZoÃ«"))
    for proposal in diagnose(io.BytesIO(data), today=TODAY, name=NAME).proposals:
        assert "14/03" not in proposal.says + proposal.does
        assert "Zo" not in proposal.says + proposal.does


def zip_of(parts, size=10):
    parts = parts if isinstance(parts, dict) else {parts: b"x" * size}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


FAR_CELL = zip_of({"xl/workbook.xml": b"<x/>", "xl/worksheets/s.xml": b"<c r='A1'/><c r=\"XFD1048576\"/>"})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (zip_of("photo.png"), "zip archive"),
        (zip_of("xl/workbook.xml"), "damaged"),
        (zip_of("content.xml"), "zip archive"),
        (FAR_CELL, "far outside"),
        (zip_of("xl/workbook.xml", 100_000_001), "unpacks to"),
        ("\u00a0\r\n".encode(), "empty"),
        (b"a,b,c\r\n1,2,3\r\n", "headings"),
        ("a,b,c\r\n".encode("utf-16"), "headings"),
        (b"\xff\xfe\xff", "headings"),
    ],
)
def test_what_cannot_be_mended_at_all_is_refused_in_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says) as refusal:
        diagnose(io.BytesIO(data), today=TODAY)
    assert refusal.value.fix


def saved_by_a_spreadsheet(data, *, separator, days):
    """The file as a spreadsheet would save it: no quotes but where needed, dates its own way, zeros dropped."""
    head, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        cells["DateOfBirth"] = days(date.fromisoformat(cells["DateOfBirth"]))
        cells["ScottishCandidateNumber"] = cells["ScottishCandidateNumber"].lstrip("0")
        writer.writerow(cells.values())
    return out.getvalue().encode()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "days",
    [
        lambda day: f"{day:%d/%m/%Y}",
        lambda day: f"{day.day}/{day.month}/{day:%y}",
        lambda day: f"{day.month}/{day.day}/{day.year}",
        lambda day: f"{day:%d-%b-%y}",
        lambda day: str((day - date(1899, 12, 30)).days),
    ],
    ids=["day first", "short", "month first", "named", "serial"],
)
def test_what_a_spreadsheet_saved_comes_back_byte_for_byte(batch_file, learner, separator, days):
    births = ["2009-03-14", "2008-12-01", "1999-01-31", "1950-05-05"]
    rows = [learner(MISIdentifier=f"0{n}", DateOfBirth=born, **ADDRESS) for n, born in enumerate(births)]
    good = batch_file(*(row | {"ScottishCandidateNumber": "045589609"} for row in rows))
    damaged = saved_by_a_spreadsheet(good, separator=separator, days=days)
    out = io.BytesIO()
    mend(io.BytesIO(damaged), diagnose(io.BytesIO(damaged), today=TODAY, name=NAME), out)
    assert out.getvalue() == good
