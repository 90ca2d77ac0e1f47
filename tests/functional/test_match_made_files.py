"""The files that `rollbook make learners` writes can be matched as they are, former names and postcodes included."""

import csv

from typer.testing import CliRunner

from rollbook.cli import dedupe, make, match
from rollbook.matching.bulk.files import read_people


def test_made_people_are_matched_and_their_duplicates_sought(tmp_path):
    people, asked, links = (str(tmp_path / name) for name in ("people.csv", "asked.csv", "links.csv"))
    files = ["--output", people, "--queries", asked, "--truth", str(tmp_path / "truth.csv")]
    made = CliRunner().invoke(make.app, ["learners", "--count", "2000", "--seed", "5", "--query-count", "200", *files])
    assert made.exit_code == 0, made.output
    matched = CliRunner().invoke(match.app, [asked, people, "--output", links])
    assert matched.exit_code == 0, matched.output
    with open(links, encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) > 100
    assert CliRunner().invoke(dedupe.app, [people, "--output", links]).exit_code == 0


def test_former_names_and_postcodes_of_a_text_file_are_read_as_lists(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "id,family_name,former_names,former_postcodes\n1,Holm,Zuleika|Thistlewood;|Quill,ZE1 0AA; BS1 4AA\n2,Oakes,,\n"
    )
    first, second = read_people(file).to_dicts()
    assert first["former_postcodes"] == ["ZE1 0AA", "BS1 4AA"]
    assert [each["family_name"] for each in first["former_names"]] == ["Thistlewood", "Quill"]
    assert second["former_names"] == []
