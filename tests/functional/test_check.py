"""`rollbook check`: from files to reports and exit codes, without a database."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from rollbook.cli.main import run
from tests.invented_files import ILR_NAME, ilr_file

DAY = ("--today", "2026-01-15")


@pytest.fixture
def rollbook(monkeypatch, capsys):
    """Runs the command; gives exit code, output and error output."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["rollbook", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_a_good_file_ends_with_zero(tmp_path, rollbook):
    code, out, _ = rollbook("check", ilr_file(tmp_path, {}), *DAY)
    assert (code, "Nothing wrong was found." in out) == (0, True)


def test_an_error_is_told_with_its_mend_and_ends_with_three(tmp_path, rollbook):
    code, out, _ = rollbook("check", ilr_file(tmp_path, {"ULN": 1000000001}), *DAY)
    assert code == 3
    assert "ULN_04" in out
    assert "learner L1" in out


def test_a_warning_alone_ends_with_twenty(tmp_path, rollbook):
    code, out, _ = rollbook("check", ilr_file(tmp_path, {"aims": [{"SWSupAimId": "7"}]}), *DAY)
    assert (code, "WARNING SWSupAimId_01" in out) == (20, True)


def test_json_is_one_document(tmp_path, rollbook):
    _, out, _ = rollbook("check", ilr_file(tmp_path, {"ULN": 1000000001}), "--json", *DAY)
    assert [one["rule"] for one in json.loads(out)["findings"]] == ["ULN_04"]


def test_many_files_are_checked_side_by_side_and_the_worst_decides(tmp_path, rollbook):
    good = ilr_file(tmp_path, {})
    bad = ilr_file(tmp_path, {"ULN": 1000000001}, name=ILR_NAME.replace("-01.", "-02."))
    reports = tmp_path / "reports"
    code, out, _ = rollbook("check", good, bad, "--html", reports, *DAY)
    assert code == 3
    assert out.index(good.name) < out.index(bad.name)
    assert {path.name for path in reports.iterdir()} == {f"{good.stem}.html", f"{bad.stem}.html"}


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_checked(tmp_path, rollbook):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<Message")
    code, out, err = rollbook("check", broken, ilr_file(tmp_path, {}), *DAY)
    assert (code, "broken.xml" in err, "Nothing wrong" in out) == (4, True, True)


def test_a_zip_with_its_file_is_checked(tmp_path, rollbook):
    path = ilr_file(tmp_path, {"ULN": 1000000001})
    with zipfile.ZipFile(tmp_path / f"{path.stem}.zip", "w") as archive:
        archive.write(path, path.name)
    code, out, _ = rollbook("check", tmp_path / f"{path.stem}.zip", *DAY)
    assert (code, "ULN_04" in out) == (3, True)


def test_a_report_that_cannot_be_written_says_so(tmp_path, rollbook):
    code, _, err = rollbook("check", ilr_file(tmp_path, {}), "--html", tmp_path / "none" / "r.html", *DAY)
    assert (code, "Name another place" in err) == (5, True)


def test_the_rules_see_no_learner_with_field_errors_as_collected(tmp_path, rollbook):
    file = ilr_file(tmp_path, {"ULN": 1000000001, "Ethnicity": "x"})
    _, loose, _ = rollbook("check", file, "--json", *DAY)
    _, gated, _ = rollbook("check", file, "--json", "--as-collected", *DAY)
    rules = [{one["rule"] for one in json.loads(out)["findings"]} for out in (loose, gated)]
    assert "ULN_04" in rules[0]
    assert "ULN_04" not in rules[1]
    assert rules[1]


def test_a_check_needs_no_server_and_nothing_that_only_some_systems_have(tmp_path):
    code = """
import sys
from rollbook.cli.main import run
sys.argv = ["rollbook", "check", sys.argv[1], "--today", "2026-01-15", "--json"]
try:
    run()
finally:
    heavy = ("rollbook.service.embedded", "termios", "resource", "django", "psycopg")
    print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(ilr_file(tmp_path, {}))], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_a_file_that_makes_no_batch_file_is_checked_all_the_same(tmp_path, rollbook):
    made = ilr_file(tmp_path, {"ULN": 9999999999})
    made.write_bytes(made.read_bytes().replace(b"<UKPRN>90000101<", b"<UKPRN>../../x<"))
    _, out, _ = rollbook("check", made, *DAY, "--without-number", tmp_path)
    assert "errors" in out
    assert "does not say whose learners these are" in out
    assert [*tmp_path.iterdir()] == [made]


def test_a_batch_file_that_cannot_be_written_fails(tmp_path, rollbook):
    made = ilr_file(tmp_path, {"ULN": 9999999999})
    code, _, err = rollbook("check", made, *DAY, "--without-number", tmp_path / "gone" / "x.csv")
    assert (code, "Name another place" in err) == (5, True)
