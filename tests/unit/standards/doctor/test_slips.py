"""Values that slipped into other columns, put back where only one way fits."""

import io
from datetime import date

from rollbook.standards.doctor import diagnose

TODAY = date(2026, 11, 24)
NAME = "LRB_10004721_241120261500.CSV"


ADDRESS = {"LastKnownAddressLine1": "Flat 2, 12 High Street", "LastKnownAddressTown": "Coventry"}


def test_a_comma_without_quotes_in_an_address_is_mended(cure, batch_file, learner):
    data = batch_file(learner(**ADDRESS), learner(MISIdentifier="2")).replace(b'"', b"")
    keys, records, wrong = cure(data)
    assert keys == ["quotes", "slipped"]
    assert records[0]["LastKnownAddressLine1"] == "Flat 2, 12 High Street"
    assert wrong == []


def test_commas_in_several_values_of_one_row_are_mended(cure, batch_file, learner):
    school = "Westfield Grammar School, Newcastle"
    data = batch_file(learner(**ADDRESS, SchoolAtAge16=school, Notes="a, b, c")).replace(b'"', b"")
    keys, records, wrong = cure(data)
    assert (keys, wrong) == (["quotes", "slipped"], [])
    assert (records[0]["SchoolAtAge16"], records[0]["Notes"]) == (school, "a, b, c")
    assert records[0]["LastKnownAddressLine1"] == "Flat 2, 12 High Street"


def test_a_row_without_its_empty_cells_at_the_end_is_filled_up(cure, batch_file, learner):
    data = batch_file(learner()).rstrip(b'\r\n",') + b'"\r\n'
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Gender"], wrong) == (["slipped"], "2", [])


def test_rows_moved_by_one_column_are_moved_back(cure, batch_file, learner):
    head, *rows = batch_file(learner(ULN="1000000000"), learner(MISIdentifier="2")).decode().splitlines()
    data = "\r\n".join([head, *('"",' + row for row in rows)]).encode()
    keys, records, wrong = cure(data)
    assert keys == ["slipped"]
    assert [record["GivenName"] for record in records] == ["Aisha", "Aisha"]
    assert wrong == []


def test_a_row_that_fits_no_way_is_said_and_stays_a_finding(cure, batch_file, learner):
    row = batch_file(learner(**ADDRESS)).decode().splitlines()[1]
    data = batch_file(learner(**ADDRESS)) + (row.replace('"",', "", 12) + "\r\n").encode()
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [(found.rule, found.position.line) for found in diagnosis.findings] == [("unplaced", 3)]
    assert "too_few_columns" in cure(data)[2]


def test_a_file_cut_in_the_middle_stays_a_finding(cure, batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2", FamilyName="Cut"))
    _, records, wrong = cure(data[: data.rindex(b"Cut") + 2])
    assert records[0]["FamilyName"] == "Okafor-Lund"
    assert "too_few_columns" in wrong


def test_rows_that_slipped_together_are_put_back_together(cure, batch_file, learner):
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


def test_a_deleted_cell_is_put_back_where_only_one_place_fits(cure, batch_file, learner):
    keys, records, wrong = cure(without_cell(batch_file(learner()), "PlaceOfBirth"))
    assert (keys, records[0]["Gender"], wrong) == (["slipped"], "2", [])


def test_a_deleted_cell_is_left_where_names_could_stand_in_two_ways(cure, batch_file, learner):
    row = learner(Title="Ms", MiddleOtherName="May", PreferredGivenName="Ash")
    keys, records, wrong = cure(without_cell(batch_file(row), "LastKnownAddressLine1"))
    assert (keys, records[0]["GivenName"]) == ([], "Aisha")
    assert "missing" in wrong


def test_two_wrong_values_are_not_taken_for_a_slip(cure, batch_file, learner):
    keys, records, wrong = cure(batch_file(learner(Gender="F", LastKnownPostCode="nowhere")))
    assert keys == []
    assert (records[0]["Gender"], records[0]["LastKnownPostCode"]) == ("F", "nowhere")
    assert wrong == ["format", "code"]


def test_a_row_with_a_cell_too_few_is_filled_where_only_one_place_fits(cure, batch_file, learner):
    data = without_cell(batch_file(learner(Notes="kept")), "PlaceOfBirth").removesuffix(b',""')
    keys, records, wrong = cure(data)
    assert (keys, records[0]["Gender"], records[0]["Notes"], wrong) == (["slipped"], "2", "kept", [])


def test_a_row_with_many_cells_too_few_is_left_and_said(batch_file, learner):
    data = batch_file(learner()) + b'"","","","","","A2","","Ben"\r\n'
    diagnosis = diagnose(io.BytesIO(data), today=TODAY, name=NAME)
    assert [found.rule for found in diagnosis.findings] == ["unplaced"]
