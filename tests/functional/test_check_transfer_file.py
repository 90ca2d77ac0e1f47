"""A transfer file through `rollbook check`, as a school's office does it before sending one."""

import sys
import zipfile

import pytest

from rollbook.cli.main import run
from tests.invented_transfer import NAME, many_pupils, transfer_file

DAY = ("--today", "2025-12-01")


@pytest.fixture
def rollbook(monkeypatch, capsys):
    """Runs the command; gives exit code, output and error output."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["rollbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return call


def test_a_good_file_ends_with_zero_and_says_what_was_not_looked_at(tmp_path, rollbook):
    code, out, _ = rollbook("check", transfer_file(tmp_path, {}), *DAY)
    assert (code, "Nothing wrong was found." in out) == (0, True)
    assert "No complete code list is held for 25" in out


def test_a_wrong_upn_is_told_with_the_pupil_and_what_to_do(tmp_path, rollbook):
    code, out, _ = rollbook("check", transfer_file(tmp_path, {"UPN": "A801200001001"}), *DAY)
    assert (code, "ERROR CTF_UPN_02" in out, "pupil A801200001001" in out) == (3, True, True)
    assert "Copy the UPN again" in out


def test_a_download_that_a_browser_renamed_is_warned_of(tmp_path, rollbook):
    path = transfer_file(tmp_path, {}, name=NAME.replace(".xml", " (1).xml"))
    code, out, _ = rollbook("check", path, *DAY)
    assert (code, "WARNING CTF_FileName_01" in out) == (20, True)


def test_a_file_in_an_archive_is_checked_under_its_own_name(tmp_path, rollbook):
    path = transfer_file(tmp_path, {})
    with zipfile.ZipFile(tmp_path / f"{path.stem}.zip", "w") as archive:
        archive.write(path, path.name)
    code, out, _ = rollbook("check", tmp_path / f"{path.stem}.zip", *DAY)
    assert (code, "Nothing wrong" in out) == (0, True)


def test_one_character_that_no_text_may_have_is_one_refusal_with_its_line(tmp_path, rollbook):
    path = tmp_path / NAME
    path.write_bytes(many_pupils(500).replace(b"Oakley", b"Oak\x01ley", 1))
    code, out, err = rollbook("check", path, *DAY)
    assert (code, out) == (4, "")
    assert "line" in err
    assert "Oak" not in err
