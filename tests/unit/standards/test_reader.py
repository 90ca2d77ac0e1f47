"""The reader: one loose pass, positions, findings; only what is no such file is refused."""

import io

import pytest

from rollbook.base.errors import Unreadable
from rollbook.standards import layout_of
from rollbook.standards.delimited import read


def read_all(data, name=""):
    with read(io.BytesIO(data), name=name) as reading:
        records = list(reading)
    return reading, records


def rules(findings):
    return [found.rule for found in findings]


def test_a_good_file_has_no_findings(batch_file, learner):
    reading, records = read_all(batch_file(learner(), learner(MISIdentifier="2")), "LRB_10004721_241120261500.CSV")
    assert reading.findings == []
    assert [record.findings for record in records] == [(), ()]


def test_the_first_learner_stands_in_row_2_with_the_files_own_values(batch_file, learner):
    reading, records = read_all(batch_file(learner(GivenName="Ada"), learner(GivenName="Ben", MISIdentifier="2")))
    assert reading.file["UKPRN"] == "10004721"
    assert [(record.line, record.values["GivenName"]) for record in records] == [(2, "Ada"), (3, "Ben")]


def test_a_record_after_notes_over_two_lines_has_its_true_line(batch_file, learner):
    _, records = read_all(batch_file(learner(Notes="one\r\ntwo"), learner(MISIdentifier="2")))
    assert [record.position.line for record in records] == [2, 4]
    assert records[1].position.record == "learner 2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_letters_are_read_in_either_encoding(batch_file, learner, encoding):
    reading, records = read_all(batch_file(learner(GivenName="Zoë", FamilyName="O’Neil"), encoding=encoding))
    assert (records[0].values["GivenName"], records[0].values["FamilyName"]) == ("Zoë", "O’Neil")
    assert reading.encoding == encoding


def test_a_wrong_count_is_a_finding_at_the_end(batch_file, learner):
    reading, _ = read_all(batch_file(learner(), LearnerRecordCount="7"))
    assert rules(reading.findings) == ["wrong_count"]


def test_values_of_the_file_in_later_rows_are_a_finding(batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2")).replace(b'\r\n"",', b'\r\n"2A",')
    _, records = read_all(data)
    assert [rules(record.findings) for record in records] == [[], ["file_values_repeated"]]


@pytest.mark.parametrize(
    ("column", "value"),
    [("UKPRN", "1000472"), ("UKPRN", "TEST0001"), ("UKPRN", ""), ("FileVersion", "1B"), ("LearnerRecordCount", "one")],
)
def test_a_wrong_value_of_the_file_is_a_finding(batch_file, learner, column, value):
    reading, _ = read_all(batch_file(learner(), **{column: value}))
    assert [(found.rule, found.field) for found in reading.findings] == [("file_value", column)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LRB_10004721_241120261500.CSV", []),
        ("LRB_10004721_241120261500.csv", ["file_name"]),
        ("learners.CSV", ["file_name"]),
        ("LRB_10004722_241120261500.CSV", ["file_name_ukprn"]),
    ],
)
def test_the_name_of_the_file_is_looked_at(batch_file, learner, name, expected):
    reading, _ = read_all(batch_file(learner()), name)
    assert rules(reading.findings) == expected


def test_headings_in_another_case_are_read_and_named(batch_file, learner):
    reading, records = read_all(batch_file(learner()).replace(b"CountyorCity", b"CountyOrCity"))
    assert [(found.rule, found.field) for found in reading.findings] == [
        ("heading_renamed", "LastKnownAddressCountyorCity")
    ]
    assert records[0].values["GivenName"] == "Aisha"


def test_columns_in_another_order_are_read_by_their_headings(batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    moved = "\r\n".join(",".join(reversed(line.split(","))) for line in lines).encode()
    reading, records = read_all(moved)
    assert rules(reading.findings) == ["headings_reordered"]
    assert records[0].values["FamilyName"] == "Okafor-Lund"
    assert reading.file["UKPRN"] == "10004721"


def test_a_missing_column_is_named_and_the_rest_is_read(batch_file, learner):
    lines = batch_file(learner()).decode().splitlines()
    shorter = "\r\n".join(line.rpartition(",")[0] for line in lines).encode()
    reading, records = read_all(shorter)
    assert [(found.rule, found.field) for found in reading.findings] == [("heading_missing", "Notes")]
    assert records[0].values["Notes"] == ""


@pytest.mark.parametrize(
    ("heading", "rule"),
    [("ReturnCode", "heading_returned"), ("House", "heading_unknown"), ("", "heading_blank")],
)
def test_a_further_column_is_named(batch_file, learner, heading, rule):
    first, second = batch_file(learner()).decode().splitlines()
    reading, _ = read_all(f'{first},"{heading}"\r\n{second},"x"\r\n'.encode())
    assert rules(reading.findings) == [rule]


def test_a_file_without_headings_is_read_by_its_name(batch_file, learner):
    data = batch_file(learner()).split(b"\r\n", 1)[1]
    reading, records = read_all(data, "LRB_10004721_241120261500.CSV")
    assert rules(reading.findings) == ["headings_missing"]
    assert (reading.file["UKPRN"], records[0].values["GivenName"], records[0].line) == ("10004721", "Aisha", 1)


@pytest.mark.parametrize(("separator", "words"), [(b";", "semicolon"), (b"\t", "tab")])
def test_another_separator_is_read_and_named(batch_file, learner, separator, words):
    reading, records = read_all(batch_file(learner()).replace(b'","', b'"' + separator + b'"'))
    assert rules(reading.findings) == ["separator"]
    assert words in reading.findings[0].says
    assert records[0].values["GivenName"] == "Aisha"


@pytest.mark.parametrize("newline", [b"\n", b"\r"])
def test_other_line_ends_are_read_and_named(batch_file, learner, newline):
    reading, records = read_all(batch_file(learner(), learner(MISIdentifier="2")).replace(b"\r\n", newline))
    assert rules(reading.findings) == ["newline"]
    assert len(records) == 2


def test_a_file_cut_in_the_middle_of_a_record_is_read_up_to_the_cut(batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2", FamilyName="Cut"))
    reading, records = read_all(data[: data.rindex(b"Cut") + 2])
    assert rules(records[1].findings) == ["unclosed_quote", "too_few_columns"]
    assert records[0].values["FamilyName"] == "Okafor-Lund"
    assert rules(reading.findings) == []


def test_an_unclosed_quote_costs_one_row_and_never_the_rest(batch_file, learner):
    data = batch_file(*(learner(MISIdentifier=str(number)) for number in range(300)))
    _, records = read_all(data.replace(b'"5","","Aisha",', b'"5","","Aisha,', 1))
    broken = [record.number for record in records if record.findings]
    assert broken == [6]
    assert len(records) == 300


def test_a_stray_quote_inside_an_unquoted_value_opens_nothing(batch_file, learner):
    data = batch_file(learner(), learner(MISIdentifier="2")).replace(b'"', b"").replace(b"Aisha", b'Ai"sha', 1)
    _, records = read_all(data)
    assert [record.values["GivenName"] for record in records] == ['Ai"sha', "Aisha"]


def test_a_nul_byte_is_a_finding_and_never_a_value(batch_file, learner):
    _, records = read_all(batch_file(learner()).replace(b"Aisha", b"Ai\x00sha"))
    assert rules(records[0].findings) == ["lost_character"]
    assert records[0].values["GivenName"] == "Ai\ufffdsha"


def test_a_row_longer_than_any_learner_is_cut_and_named(batch_file, learner):
    _, records = read_all(batch_file(learner(Notes="N" * 250_000), learner(MISIdentifier="2")))
    assert rules(records[0].findings)[0] == "endless_line"
    assert rules(records[1].findings) == []
    assert records[1].line == 3


def test_blank_rows_of_a_spreadsheet_are_passed_over(batch_file, learner):
    reading, records = read_all(batch_file(learner()) + b"," * 29 + b"\r\n" + b"," * 29 + b"\r\n\r\n")
    assert rules(reading.findings) == ["blank_rows"]
    assert len(records) == 1


def test_a_file_without_learners_is_a_finding(batch_file):
    reading, records = read_all(batch_file())
    assert rules(reading.findings) == ["no_records", "blank_rows"]
    assert records == []


def test_headings_alone_are_a_finding(batch_file, learner):
    reading, records = read_all(batch_file(learner()).split(b"\r\n")[0])
    assert records == []
    assert "no_records" in rules(reading.findings)


def test_more_columns_than_headings_are_a_finding(batch_file, learner):
    _, records = read_all(batch_file(learner()).rstrip() + b',"","x"\r\n')
    assert rules(records[0].findings) == ["too_many_columns"]


def test_the_same_identifier_twice_is_a_warning(batch_file, learner):
    _, records = read_all(batch_file(learner(), learner()))
    assert [rules(record.findings) for record in records] == [[], ["repeated_key"]]


def test_too_many_learners_are_a_finding(batch_file, learner):
    reading, _ = read_all(batch_file(*(learner(MISIdentifier=str(number)) for number in range(50_001))))
    assert rules(reading.findings) == ["too_many_records"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04" + b"\x00" * 50, "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old kind"),
        ("FileVersion,FileName".encode("utf-16"), "UTF-16"),
        (b"<?xml version='1.0'?><Message/>", "XML"),
        (b"\x00" * 1000, "not text"),
        (bytes(range(256)) * 100, "not text"),
        (b"name,age\r\nx,1\r\n", "headings"),
        (b"just words\n" * 1000, "headings"),
    ],
)
def test_what_is_no_batch_file_is_refused_in_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says) as refusal:
        read(io.BytesIO(data))
    assert refusal.value.fix


def test_nul_bytes_all_over_a_file_are_refused(batch_file, learner):
    data = batch_file(learner()).ljust(70_000) + b"\x00" * 200_000
    with pytest.raises(Unreadable, match="NUL"):
        read(io.BytesIO(data))


def test_a_file_of_500_mb_is_refused_unread(tmp_path, batch_file, learner):
    path = tmp_path / "LRB_10004721_241120261500.CSV"
    path.write_bytes(batch_file(learner()).ljust(70_000))
    with path.open("r+b") as file:
        file.truncate(500_000_000)
    with pytest.raises(Unreadable, match="500 MB"):
        read(path)


def test_a_stream_is_left_open_and_a_path_is_closed(tmp_path, batch_file, learner):
    stream = io.BytesIO(batch_file(learner()))
    with read(stream) as reading:
        list(reading)
    del reading
    assert not stream.closed
    path = tmp_path / "a.csv"
    path.write_bytes(batch_file(learner()))
    with read(path) as reading:
        assert len(list(reading)) == 1


def test_a_heading_that_stands_twice_is_named(batch_file, learner):
    first, second = batch_file(learner()).decode().splitlines()
    reading, records = read_all(f'{first},"GivenName"\r\n{second},"Eve"\r\n'.encode())
    assert rules(reading.findings) == ["heading_repeated"]
    assert records[0].values["GivenName"] == "Aisha"


def test_nothing_but_blanks_of_any_kind_is_refused(batch_file):
    with pytest.raises(Unreadable, match="empty"):
        read(io.BytesIO("\u00a0\r\n".encode()), layout=layout_of("lrs_batch", "2A"))


def test_quotes_that_do_not_pair_over_several_lines_are_still_read(batch_file, learner):
    _, records = read_all(batch_file(learner()) + b'"\n"a"\n"\r\n' + batch_file(learner(GivenName="Ben")))
    assert records[-1].values["GivenName"] == "Ben"
