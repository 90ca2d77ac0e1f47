"""`rollbook doctor`: shows, asks once, writes beside the original, and never over anything."""

import io
import json
import sys
import zipfile

import pytest

from rollbook.cli import doctor as verb
from rollbook.cli.main import run
from rollbook.standards import layout_of
from rollbook.standards.delimited import write

GOOD = {
    "MISIdentifier": "0042",
    "GivenName": "Aisha",
    "FamilyName": "Okafor-Lund",
    "DateOfBirth": "2009-03-14",
    "Gender": "2",
    "LastKnownPostCode": "CV1 2WT",
}
OWN = {"FileVersion": "2A", "FileName": "F.CSV", "UKPRN": "10004721", "LearnerRecordCount": "1"}
NAME = "LRB_10004721_241120261500.CSV"


def bytes_of(**changes):
    out = io.BytesIO()
    write(layout_of("lrs_batch", "2A"), out, file=OWN, records=[{**GOOD, **changes}])
    return out.getvalue()


@pytest.fixture
def rollbook(monkeypatch, capsys):
    """Runs the command with arguments and typed answers; gives exit code, output and error output."""

    def call(*arguments, typed=""):
        monkeypatch.setattr(sys, "argv", ["rollbook", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


@pytest.fixture
def damaged(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="14/03/2009"))
    return path


def others(path):
    return [found for found in path.parent.iterdir() if found != path]


def test_a_good_file_is_said_to_be_good(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of())
    code, out, _ = rollbook("doctor", path)
    assert (code, others(path)) == (0, [])
    assert "Nothing in it looks damaged." in out


def test_damage_is_shown_with_row_and_column_and_mended_after_one_yes(damaged, rollbook):
    before = damaged.read_bytes()
    code, out, err = rollbook("doctor", damaged, typed="y\n")
    (mended,) = others(damaged)
    assert "row 2  DateOfBirth: 14/03/2009 -> 2009-03-14" in out
    assert (code, err, damaged.read_bytes()) == (0, "", before)
    assert mended.read_bytes() == bytes_of()


def test_the_mended_file_has_the_official_form_of_name(damaged, rollbook):
    rollbook("doctor", damaged, "--yes")
    assert layout_of("lrs_batch", "2A").file_name.fullmatch(others(damaged)[0].name)


def test_an_end_of_input_at_a_question_writes_nothing(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="05/03/2009"))
    code, _, _ = rollbook("doctor", path, typed="")
    assert (code, others(path)) == (3, [])


@pytest.mark.parametrize("typed", ["n\n", ""])
def test_without_a_yes_nothing_is_written(damaged, rollbook, typed):
    code, out, _ = rollbook("doctor", damaged, typed=typed)
    assert (code, others(damaged)) == (3, [])
    assert "Nothing was written." in out


def test_the_original_and_other_files_are_never_overwritten(damaged, rollbook):
    before = damaged.read_bytes()
    code, _, err = rollbook("doctor", damaged, "--yes", "--output", damaged)
    assert (code, damaged.read_bytes()) == (7, before)
    assert "There is already a file" in err


def test_ambiguous_dates_are_asked_about(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="05/03/2009"))
    code, _, _ = rollbook("doctor", path, "--output", tmp_path / "out.CSV", typed="month-first\ny\n")
    assert code == 0
    assert b'"2009-05-03"' in (tmp_path / "out.CSV").read_bytes()


def test_ambiguous_dates_can_be_answered_on_the_command_line(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="05/03/2009"))
    code, _, _ = rollbook("doctor", path, "--yes", "--dates", "day-first", "--output", tmp_path / "out.CSV")
    assert code == 0
    assert b'"2009-03-05"' in (tmp_path / "out.CSV").read_bytes()


def test_ambiguous_dates_without_an_answer_remain_findings(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="05/03/2009"))
    code, out, _ = rollbook("doctor", path, "--yes")
    assert code == 3
    assert "1 finding left" in out


def test_json_asks_nothing_and_holds_everything(damaged, rollbook):
    code, out, _ = rollbook("doctor", damaged, "--json")
    told = json.loads(out)
    assert (code, told["mended"], others(damaged)) == (3, None, [])
    assert [proposal["key"] for proposal in told["proposals"]] == ["dates:DateOfBirth"]
    assert told["proposals"][0]["examples"][0]["line"] == 2


def test_json_with_yes_mends(damaged, rollbook):
    code, out, _ = rollbook("doctor", damaged, "--json", "--yes")
    assert (code, json.loads(out)["mended"]) == (0, str(others(damaged)[0]))


def test_what_cannot_be_mended_is_said_once_with_its_row(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(ULN="9.28E+09", DateOfBirth="14/03/2009"))
    code, out, _ = rollbook("doctor", path, "--yes")
    assert code == 3
    assert out.count("row 2  ULN:") == 1
    assert "kept only the first digits" in out


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "damaged"), (b"a,b\r\n1,2\r\n", "headings")],
)
def test_what_is_no_batch_file_ends_in_one_sentence(tmp_path, rollbook, data, says):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    code, out, err = rollbook("doctor", path)
    assert (code, out) == (4, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_said_so(tmp_path, rollbook):
    code, _, err = rollbook("doctor", tmp_path / "none.csv")
    assert code == 5
    assert "There is no file" in err


def test_a_folder_that_cannot_be_written_to_is_said_so(damaged, tmp_path, rollbook):
    code, _, err = rollbook("doctor", damaged, "--yes", "--output", tmp_path / "none" / "out.CSV")
    assert code == 5
    assert "cannot be written" in err


def test_a_full_disk_leaves_nothing_half_written(damaged, tmp_path, rollbook, monkeypatch):
    def full(file, diagnosis, out, **options):
        out.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(verb, "mend", full)
    code, _, err = rollbook("doctor", damaged, "--yes")
    assert (code, others(damaged)) == (11, [])
    assert "no room left" in err


def test_no_personal_value_stands_on_standard_error(damaged, rollbook):
    _, _, err = rollbook("doctor", damaged, "--yes", "--output", damaged)
    assert not any(value in err for value in ["14/03/2009", "Aisha", "Okafor", "CV1"])


CELL = {str: '<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>', int: '<c r="{ref}"><v>{value}</v></c>'}


def spreadsheet(rows):
    """A small .xlsx with one sheet; a date is given as (serial,) and gets the date format."""

    def cell(row, column, value):
        ref = f"{'A' * (column // 26)}{chr(65 + column % 26)}{row}"
        if isinstance(value, tuple):
            return f'<c r="{ref}" s="1"><v>{value[0]}</v></c>'
        return CELL[type(value)].format(ref=ref, value=value)

    body = "".join(
        f'<row r="{number}">{"".join(cell(number, place, value) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" '
        'applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_spreadsheet_becomes_the_csv_it_should_have_been(tmp_path, rollbook):
    headings = list(layout_of("lrs_batch", "2A").headings)
    values = {**OWN, **GOOD, "UKPRN": 10004721, "LearnerRecordCount": 1, "DateOfBirth": (39886,), "Gender": 2}
    path = tmp_path / "LRB_10004721_241120261500.xlsx"
    path.write_bytes(spreadsheet([headings, [values.get(heading, "") for heading in headings]]))
    code, out, _ = rollbook("doctor", path, "--yes", "--output", tmp_path / "out.CSV")
    assert code == 0
    assert "This is a spreadsheet" in out
    assert (tmp_path / "out.CSV").read_bytes() == bytes_of()


def test_a_value_cannot_take_over_the_terminal(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(bytes_of(DateOfBirth="14/03/2009", GivenName="\x1b[2JZoÃ«"))
    _, out, _ = rollbook("doctor", path, "--yes")
    assert "\x1b" not in out
    assert "Zoë" in out


def test_many_findings_are_told_by_their_kind(tmp_path, rollbook):
    out = io.BytesIO()
    rows = [{**GOOD, "MISIdentifier": str(n), "FamilyName": f"Bell {n}", "Gender": "F"} for n in range(25)]
    write(layout_of("lrs_batch", "2A"), out, file={**OWN, "LearnerRecordCount": "25"}, records=rows)
    path = tmp_path / NAME
    path.write_bytes(out.getvalue())
    code, out, _ = rollbook("doctor", path)
    assert code == 3
    assert "25 findings left" in out
    assert "and 5 more: code 5." in out
