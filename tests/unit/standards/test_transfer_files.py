"""The Common Transfer File: which version a file is read as, and what a reading that is our own may not call wrong."""

from __future__ import annotations

import io
from datetime import date

import pytest

from rollbook.base.errors import Unreadable
from rollbook.definitions.cbds import dictionary
from rollbook.standards import read
from rollbook.standards.checking import check
from rollbook.standards.kinds import recognise
from rollbook.standards.layouts import layout_of
from tests.invented_transfer import NAME, many_pupils, transfer_bytes

TODAY = date(2025, 12, 1)


def with_header(**values):
    content = transfer_bytes({}).decode()
    for name, value in values.items():
        start, _, rest = content.partition(f"<{name}>")
        content = f"{start}<{name}>{value}</{name}>{rest.partition(f'</{name}>')[2]}"
    return content.encode()


def rules_found(content, name=NAME):
    return {one.rule: one for one in check(io.BytesIO(content), name=name, today=TODAY).findings}


@pytest.mark.parametrize(
    ("said", "read_as"),
    [("10.0", "12"), ("11.0", "12"), ("12.0", "12"), ("13.0", "25"), ("19.0", "25"), ("25.0", "25"), ("31.0", "25")],
)
def test_a_version_between_is_read_as_the_one_that_knows_most_of_it(said, read_as):
    assert recognise(with_header(CTFversion=said)).version == read_as


@pytest.mark.parametrize("said", ["partial", "PARTIAL", "Partial"])
def test_a_partial_file_is_told_from_a_full_one(said):
    assert recognise(with_header(DocumentQualifier=said)).version == "25-partial"


@pytest.mark.parametrize("said", ["full", "whole", ""])
def test_an_odd_qualifier_is_a_finding_and_no_refusal(said):
    assert recognise(with_header(DocumentQualifier=said)).version == "25"


def test_a_file_that_does_not_say_its_version_is_read_as_the_newest():
    content = transfer_bytes({}).replace(b"    <CTFversion>25.0</CTFversion>\n", b"")
    assert recognise(content).version == "25"
    assert "missing" in rules_found(content)


def test_an_admissions_file_is_told_by_its_root():
    content = b"<ATfile><Header><DocumentName>x</DocumentName><ATFversion>9.1</ATFversion>"
    assert recognise(content).version == "ATF-9.1"


def test_gender_and_sex_are_one_value_under_two_names():
    content = transfer_bytes({}).replace(b"<Sex>F</Sex>", b"<Gender>F</Gender>")
    assert read(io.BytesIO(content)).raw["pupil"]["Sex"].to_pylist() == ["F"]
    assert rules_found(content) == {}


def test_an_element_that_is_not_known_is_a_warning():
    content = transfer_bytes({}).replace(b"</BasicDetails>", b"</BasicDetails><SchoolsRecord>x</SchoolsRecord>")
    found = rules_found(content)
    assert {rule: one.severity for rule, one in found.items()} == {"unknown_element": "warning"}


def test_an_element_out_of_order_is_a_warning():
    content = transfer_bytes({}).replace(b"<UPN>H801200001001</UPN>", b"")
    content = content.replace(b"<Surname>Oakley</Surname>", b"<Surname>Oakley</Surname><UPN>H801200001001</UPN>", 1)
    assert {one.severity for one in rules_found(content).values()} == {"warning"}


def test_two_forms_of_one_address_are_an_error():
    found = rules_found(transfer_bytes({"Street": "Example Street", "Town": "Sampletown"}))
    assert [(rule, one.severity) for rule, one in found.items()] == [("several_of_choice", "error")]


@pytest.mark.parametrize("taken", ["UPN", "Surname", "Forename", "DOB", "Sex"])
def test_what_says_who_a_pupil_is_has_to_be_there(taken):
    assert "missing" in rules_found(transfer_bytes({taken: ""}))


def test_a_download_renamed_by_a_browser_is_named():
    found = rules_found(transfer_bytes({}), name="8011001_CTF_8014002_001 (1).xml")
    assert "CTF_FileName_01" in found


def test_one_letter_in_another_encoding_among_thousands_of_pupils_is_a_finding_with_its_line():
    content = many_pupils(3000)
    lines = content.split(b"\n")
    place = next(n for n, line in enumerate(lines) if n > 15_000 and line == b"<Surname>Oakley</Surname>")
    lines[place] = b"<Surname>Zo\xeb</Surname>"
    loaded = read(io.BytesIO(b"\n".join(lines)))
    assert loaded.raw["pupil"].num_rows == 3000
    assert [one.position.line for one in loaded.findings if "encoding" in one.rule] == [place + 1]


def test_one_character_that_no_text_may_have_is_a_refusal_with_its_line():
    content = many_pupils(3000)
    lines = content.split(b"\n")
    place = next(n for n, line in enumerate(lines) if n > 15_000 and line == b"<Surname>Oakley</Surname>")
    lines[place] = b"<Surname>Oak\x01ley</Surname>"
    with pytest.raises(Unreadable) as refusal:
        read(io.BytesIO(b"\n".join(lines)))
    assert f"line {place + 1:,}" in refusal.value.message
    assert "Oak" not in refusal.value.message


def as_older(content, root="CTfile", version="12.0"):
    """The valid file as an older version or the admissions file has it: no URN, and Gender."""
    text = "\n".join(line for line in content.decode().splitlines() if "URN>" not in line)
    kind = f"{root[:2]}F"
    text = text.replace("<CTFversion>25.0</CTFversion>", f"<{kind}version>{version}</{kind}version>")
    text = text.replace("CTfile>", f"{root}>").replace("CTFpupilData>", f"{kind}pupilData>")
    return text.replace("Sex>", "Gender>").replace(">MTC<", ">SUB<").replace(">MT<", ">NL<").encode()


@pytest.mark.parametrize(("root", "version", "read_as"), [("CTfile", "12.0", "12"), ("ATfile", "9.1", "ATF-9.1")])
def test_every_rule_runs_on_older_versions_and_on_the_admissions_file(root, version, read_as):
    content = as_older(transfer_bytes({"sens": [{"SENprovision": "K"}]}), root, version)
    result = check(io.BytesIO(content), name=NAME.replace("CTF", f"{root[:2]}F"), today=TODAY)
    assert result.layout.version == read_as
    assert [(one.rule, one.says) for one in result.findings] == []
    assert {one.rule for one in result.not_run} == {"CTF_Dest_04"}


def test_every_rule_runs_on_a_partial_file():
    content = transfer_bytes({"header": {"DocumentQualifier": "partial"}, "schools": []})
    result = check(io.BytesIO(content), name=NAME, today=TODAY)
    assert result.layout.version == "25-partial"
    assert list(result.findings) == []
    assert {one.why.partition(" ")[0] for one in result.not_run} <= {"No", "Not"}


def test_the_layout_holds_the_items_that_the_data_set_gives_to_the_file():
    items = {each[0].number for each in dictionary().items.values() if "ctf_11" in each[0].collections}
    frame = {"800009"}  # the version of a census's schema; a transfer file has one of its own
    assert items - {field.item for field in layout_of("ctf", "12").fields} == frame
