"""The file doctor: each kind of damage is seen, shown with examples, and mended; the rest is left and said."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest

from rollbook.base.errors import Unreadable
from rollbook.standards import check_row, layout_of, read
from rollbook.standards.doctor import diagnose, mend
from rollbook.standards.doctor.spreadsheet import as_text

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"
LAYOUT = layout_of("lrs_batch", "2A")


def cure(data, name=NAME, **options):
    """The keys of what was proposed, the mended records, and what is still wrong with the mended file."""
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=name)
    out = io.BytesIO()
    mend(io.BytesIO(data), diagnosis, out, **options)
    with read(io.BytesIO(out.getvalue()), name=NAME) as reading:
        records = list(reading)
        wrong = [found.rule for record in records for found in check_row(record, LAYOUT, today=TODAY)]
    return (
        [proposal.key for proposal in diagnosis.proposals],
        [record.values for record in records],
        wrong + [found.rule for found in reading.findings],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_good_file_is_healthy_and_mending_changes_no_byte(batch_file, learner, encoding):
    data = batch_file(learner(), learner(MISIdentifier="2", Notes='a "b",\r\nc'), encoding=encoding)
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    out = io.BytesIO()
    mend(io.BytesIO(data), diagnosis, out)
    assert (diagnosis.proposals, diagnosis.findings, diagnosis.count) == ((), (), 2)
    assert diagnosis.is_healthy
    assert out.getvalue() == data


DATES = [
    ("14/03/2009", "2009-03-14"),
    ("14.03.2009", "2009-03-14"),
    ("14-3-2009", "2009-03-14"),
    ("14/03/09", "2009-03-14"),
    ("14/03/25", "1925-03-14"),
    ("14-Mar-09", "2009-03-14"),
    ("14 March 2009", "2009-03-14"),
    ("03/14/2009", "2009-03-14"),
    ("39886", "2009-03-14"),
    ("39886.0", "2009-03-14"),
    ("2009-03-14 00:00:00", "2009-03-14"),
    ("2009-03-14T00:00:00Z", "2009-03-14"),
    ("14/03/2009 00:00", "2009-03-14"),
    ("2009/3/14", "2009-03-14"),
    ("20090314", "2009-03-14"),
    ("14032009", "2009-03-14"),
    ("03/03/2009", "2009-03-03"),
]


@pytest.mark.parametrize(("written", "meant"), DATES)
def test_dates_that_can_be_read_in_one_way_are_mended(batch_file, learner, written, meant):
    keys, records, wrong = cure(batch_file(learner(DateOfBirth=written)))
    assert keys == ["dates:DateOfBirth"]
    assert records[0]["DateOfBirth"] == meant
    assert wrong in ([], ["age"] if meant < "1917" else [])


NO_DATES = ["30/02/2009", "2009", "14/13/2009", "14/03/15", "soon", "99999", "1/2/3/4", "2009-02-30"]


@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_date_or_leaves_the_century_open_stays_a_finding(batch_file, learner, written):
    keys, records, wrong = cure(batch_file(learner(DateOfBirth=written)))
    assert keys == []
    assert records[0]["DateOfBirth"] == written
    assert wrong == ["format"]


def test_one_sure_date_settles_its_whole_column(batch_file, learner):
    rows = [learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(["05/03/2009", "14/03/2009"])]
    _, records, wrong = cure(batch_file(*rows))
    assert [record["DateOfBirth"] for record in records] == ["2009-03-05", "2009-03-14"]
    assert wrong == []


def test_one_sure_date_with_the_month_first_settles_its_column_too(batch_file, learner):
    rows = [learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(["05/03/2009", "03/14/2009"])]
    _, records, _ = cure(batch_file(*rows))
    assert [record["DateOfBirth"] for record in records] == ["2009-05-03", "2009-03-14"]


@pytest.mark.parametrize("days", [["05/03/2009"], ["05/03/2009", "14/03/2009", "03/14/2009"]])
def test_an_ambiguous_column_is_asked_about_and_left_without_an_answer(batch_file, learner, days):
    data = batch_file(*(learner(MISIdentifier=str(n), DateOfBirth=day) for n, day in enumerate(days)))
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [proposal.choices for proposal in diagnosis.open_choices] == [("day-first", "month-first")]
    _, records, _ = cure(data)
    assert records[0]["DateOfBirth"] == "05/03/2009"


@pytest.mark.parametrize(("answer", "meant"), [("day-first", "2009-03-05"), ("month-first", "2009-05-03")])
def test_an_answer_settles_an_ambiguous_column(batch_file, learner, answer, meant):
    _, records, wrong = cure(batch_file(learner(DateOfBirth="05/03/2009")), choices={"dates:DateOfBirth": answer})
    assert records[0]["DateOfBirth"] == meant
    assert wrong == []


def test_a_two_digit_year_of_an_address_is_never_in_the_future(batch_file, learner):
    _, records, _ = cure(batch_file(learner(DateOfAddressCapture="14/03/27")))
    assert records[0]["DateOfAddressCapture"] == "1927-03-14"


VALUES = [
    ("ULN", "9.276308686E+09", "number_form", "9276308686"),
    ("ULN", "9276308686.0", "number_form", "9276308686"),
    ("Gender", "2.0", "number_form", "2"),
    ("VerificationType", "999.0", "number_form", "999"),
    ("GivenName", "ZoÃ«", "letters", "Zoë"),
    ("FamilyName", "Oâ€™Neil", "letters", "O’Neil"),
    ("PlaceOfBirth", "Ã\x81vila", "letters", "Ávila"),
    ("Notes", "cafÃ©", "letters", "café"),
]


@pytest.mark.parametrize(("heading", "before", "kind", "after"), VALUES)
def test_damaged_values_are_mended(batch_file, learner, heading, before, kind, after):
    keys, records, _ = cure(batch_file(learner(**{heading: before})))
    assert keys == [f"{kind}:{heading}"]
    assert records[0][heading] == after


def test_zeros_at_the_front_come_back_where_the_check_digit_confirms_them(batch_file, learner):
    keys, records, wrong = cure(batch_file(learner(ScottishCandidateNumber="12345672")))
    assert (keys, records[0]["ScottishCandidateNumber"], wrong) == ([], "12345672", ["format"])
    keys, records, wrong = cure(batch_file(learner(ScottishCandidateNumber="45589609")))
    assert (keys, records[0]["ScottishCandidateNumber"], wrong) == (
        ["leading_zeros:ScottishCandidateNumber"],
        "045589609",
        [],
    )


def test_lost_digits_of_a_number_are_said_and_never_made_up(batch_file, learner):
    lost = {"ULN": "9.28E+09", "ScottishCandidateNumber": "1.46E+08"}
    data = batch_file(learner(**lost))
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [(found.rule, found.field, found.position.line) for found in diagnosis.findings] == [
        ("lost_digits", "ULN", 2),
        ("lost_digits", "ScottishCandidateNumber", 2),
    ]
    record = cure(data)[1][0]
    assert {heading: record[heading] for heading in lost} == lost


@pytest.mark.parametrize("identifier", ["007", "14/03/2009", "ZoÃ«", "1.5E+05", "2.0", " x ", "=1"])
def test_the_suppliers_identifier_comes_through_unchanged(batch_file, learner, identifier):
    _, records, _ = cure(batch_file(learner(MISIdentifier=identifier, DateOfBirth="14/03/2009")))
    assert records[0]["MISIdentifier"] == identifier


@pytest.mark.parametrize("name", ["Ng", "Zoë", "Åse", "Ÿ", "Ã", "Âé", "Ä€é", "O’Neil", "李"])
def test_a_good_name_is_never_mended(batch_file, learner, name):
    keys, records, _ = cure(batch_file(learner(GivenName=name)))
    assert (keys, records[0]["GivenName"]) == ([], name)


def test_utf_16_is_written_as_utf_8(batch_file, learner):
    data = batch_file(learner(GivenName="Zoë")).decode().encode("utf-16")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["encoding"], "Zoë", [])


def test_windows_own_encoding_is_healthy_and_written_as_utf_8(batch_file, learner):
    data = batch_file(learner(GivenName="Zoë"), encoding="cp1252")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["encoding"], "Zoë", [])
    assert diagnose(io.BytesIO(data), today=TODAY, name=NAME).is_healthy


@pytest.mark.parametrize("separator", [b";", b"\t", b"|"])
def test_another_separator_is_mended(batch_file, learner, separator):
    keys, records, wrong = cure(batch_file(learner()).replace(b'","', b'"' + separator + b'"'))
    assert (keys, records[0]["GivenName"], wrong) == (["separator"], "Aisha", [])


def test_small_departures_are_mended_but_do_no_harm(batch_file, learner):
    data = batch_file(learner()).replace(b"\r\n", b"\n").replace(b'"', b"")
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME.lower())
    assert [proposal.key for proposal in diagnosis.proposals] == ["line_ends", "quotes", "file_name"]
    assert diagnosis.is_healthy
    assert cure(data)[2] == []


def test_headings_misspelt_or_in_another_case_are_mended(batch_file, learner):
    data = batch_file(learner()).replace(b'"GivenName"', b'"Given Names"').replace(b"CountyorCity", b"CountyOrCity")
    keys, records, wrong = cure(data)
    assert (keys, records[0]["GivenName"], wrong) == (["headings"], "Aisha", [])


def test_columns_in_another_order_are_put_back(batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    keys, records, wrong = cure("\r\n".join(",".join(reversed(line.split(","))) for line in lines).encode())
    assert (keys, records[0]["GivenName"], wrong) == (["order"], "Aisha", [])


def test_missing_and_further_columns_are_put_right(batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    data = "\r\n".join(line.rpartition(",")[0] + ',"House"' for line in lines).encode()
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Notes"], wrong) == (["missing_columns", "extra_columns"], "", [])


def test_a_file_without_headings_gets_them(batch_file, learner):
    keys, records, wrong = cure(batch_file(learner()).split(b"\r\n", 1)[1])
    assert (keys, records[0]["GivenName"], wrong) == (["headings"], "Aisha", [])


def test_the_files_own_values_are_filled_in_from_its_name_and_its_rows(batch_file, learner):
    data = batch_file(learner(), FileVersion="", UKPRN="", LearnerRecordCount="")
    keys, _, wrong = cure(data)
    assert keys == ["file_value:FileVersion", "file_value:UKPRN", "file_value:LearnerRecordCount"]
    assert wrong == []


def test_a_wrong_count_is_shown_and_corrected(batch_file, learner):
    keys, _, wrong = cure(batch_file(learner(), LearnerRecordCount="7"))
    assert (keys, wrong) == (["count:LearnerRecordCount"], [])


def test_the_files_own_values_are_left_out_of_later_rows(batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2")).replace(b'\r\n"","","",""', b'\r\n"2A","x","1","2"')
    keys, _, wrong = cure(data)
    assert (keys, wrong) == (["repeated"], [])


ADDRESS = {"LastKnownAddressLine1": "Flat 2, 12 High Street", "LastKnownAddressTown": "Coventry"}


def test_a_comma_without_quotes_in_an_address_is_mended(batch_file, learner):
    data = batch_file(learner(**ADDRESS), learner(MISIdentifier="2")).replace(b'"', b"")
    keys, records, wrong = cure(data)
    assert keys == ["quotes", "slipped"]
    assert records[0]["LastKnownAddressLine1"] == "Flat 2, 12 High Street"
    assert wrong == []


def test_commas_in_several_values_of_one_row_are_mended(batch_file, learner):
    school = "Westfield Grammar School, Newcastle"
    data = batch_file(learner(**ADDRESS, SchoolAtAge16=school, Notes="a, b, c")).replace(b'"', b"")
    keys, records, wrong = cure(data)
    assert (keys, wrong) == (["quotes", "slipped"], [])
    assert (records[0]["SchoolAtAge16"], records[0]["Notes"]) == (school, "a, b, c")
    assert records[0]["LastKnownAddressLine1"] == "Flat 2, 12 High Street"


def test_a_row_without_its_empty_cells_at_the_end_is_filled_up(batch_file, learner):
    data = batch_file(learner()).rstrip(b'\r\n",') + b'"\r\n'
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Gender"], wrong) == (["slipped"], "2", [])


def test_rows_moved_by_one_column_are_moved_back(batch_file, learner):
    head, *rows = batch_file(learner(ULN="1000000000"), learner(MISIdentifier="2")).decode().splitlines()
    data = "\r\n".join([head, *('"",' + row for row in rows)]).encode()
    keys, records, wrong = cure(data)
    assert keys == ["slipped"]
    assert [record["GivenName"] for record in records] == ["Aisha", "Aisha"]
    assert wrong == []


def test_a_row_that_fits_no_way_is_said_and_stays_a_finding(batch_file, learner):
    row = batch_file(learner(**ADDRESS)).decode().splitlines()[1]
    data = batch_file(learner(**ADDRESS)) + (row.replace('"",', "", 12) + "\r\n").encode()
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [(found.rule, found.position.line) for found in diagnosis.findings] == [("unplaced", 3)]
    assert "too_few_columns" in cure(data)[2]


def test_a_file_cut_in_the_middle_stays_a_finding(batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2", FamilyName="Cut"))
    _, records, wrong = cure(data[: data.rindex(b"Cut") + 2])
    assert records[0]["FamilyName"] == "Okafor-Lund"
    assert "too_few_columns" in wrong


def test_what_is_left_by_request_is_not_mended(batch_file, learner):
    data = batch_file(learner(DateOfBirth="14/03/2009", Gender="2.0"))
    _, records, _ = cure(data, leave=["dates:DateOfBirth"])
    assert (records[0]["DateOfBirth"], records[0]["Gender"]) == ("14/03/2009", "2")


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


def test_rows_that_slipped_together_are_put_back_together(batch_file, learner):
    head, *rows = batch_file(*(learner(MISIdentifier=f"A{n}", Title="Ms") for n in range(4))).decode().splitlines()
    cells = [row.split(",") for row in rows]
    data = "\r\n".join([head, *(",".join([*row[:5], '""', *row[5:]]) for row in cells)]).encode()
    keys, records, wrong = cure(data)
    assert keys == ["slipped"]
    assert [(record["MISIdentifier"], record["Title"]) for record in records] == [(f"A{n}", "Ms") for n in range(4)]
    assert wrong == []


def without_cell(data, heading):
    """The file with one cell of its first learner deleted, the others moved up from the right."""
    head, cells = (line.split(",") for line in data.decode().splitlines())
    place = head.index(f'"{heading}"')
    return "\r\n".join([",".join(head), ",".join([*cells[:place], *cells[place + 1 :], '""'])]).encode()


def test_a_deleted_cell_is_put_back_where_only_one_place_fits(batch_file, learner):
    keys, records, wrong = cure(without_cell(batch_file(learner()), "PlaceOfBirth"))
    assert (keys, records[0]["Gender"], wrong) == (["slipped"], "2", [])


def test_a_deleted_cell_is_left_where_names_could_stand_in_two_ways(batch_file, learner):
    row = learner(Title="Ms", MiddleOtherName="May", PreferredGivenName="Ash")
    keys, records, wrong = cure(without_cell(batch_file(row), "LastKnownAddressLine1"))
    assert (keys, records[0]["GivenName"]) == ([], "Aisha")
    assert "missing" in wrong


def test_two_wrong_values_are_not_taken_for_a_slip(batch_file, learner):
    keys, records, wrong = cure(batch_file(learner(Gender="F", LastKnownPostCode="nowhere")))
    assert keys == []
    assert (records[0]["Gender"], records[0]["LastKnownPostCode"]) == ("F", "nowhere")
    assert wrong == ["format", "code"]


def test_a_row_with_a_cell_too_few_is_filled_where_only_one_place_fits(batch_file, learner):
    data = without_cell(batch_file(learner(Notes="kept")), "PlaceOfBirth").removesuffix(b',""')
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Gender"], records[0]["Notes"], wrong) == (["slipped"], "2", "kept", [])


def test_a_row_with_many_cells_too_few_is_left_and_said(batch_file, learner):
    data = batch_file(learner()) + b'"","","","","","A2","","Ben"\r\n'
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [found.rule for found in diagnosis.findings] == ["unplaced"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime(2009, 3, 14), "2009-03-14"),
        (datetime(2009, 3, 14, 9, 30), "2009-03-14 09:30:00"),
        (date(2009, 3, 14), "2009-03-14"),
        (2.0, "2"),
        (2.5, "2.5"),
        ("Zoë", "Zoë"),
        ("", ""),
        (True, "True"),
    ],
)
def test_cells_of_a_spreadsheet_become_text(cell, text):
    assert as_text(cell) == text


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
