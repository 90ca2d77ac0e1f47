"""What a rule says of a value, the layout does not say a second time; and what no rule says, the layout does."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from rollbook.standards.checking import check_loaded
from rollbook.standards.layouts import layout_of
from rollbook.standards.loaded import Loaded
from rollbook.standards.rules.records import changed, raw_tables, valid_record


@pytest.mark.parametrize(
    ("standard", "version", "values", "said"),
    [
        (
            "cin",
            "2022-23",
            {"header.ReferenceDate": "", "review.CPPreviewDate": "", "episode.CINreferralDate": ""},
            {"header.ReferenceDate": ["100"], "review.CPPreviewDate": ["8842Q"], "episode.CINreferralDate": ["8600"]},
        ),
        (
            "school_census",
            "2018-19",
            {
                "pupil.UPN": "H80120000100",
                "pupil.PostCode": "SW1A 1AAA",
                "school.PrivateStudy": "",
                "leaver.UPN": "H801200001001X",
            },
            {
                "pupil.UPN": ["1550"],
                "pupil.PostCode": ["2340"],
                "school.PrivateStudy": ["940"],
                "leaver.UPN": ["wrong_length"],
            },
        ),
        (
            "ctf",
            "25",
            {"header.CTFversion": "new", "pupil.FormerUPN": "none", "pupil.PostCode": "SW1A 1AAA", "contact.Order": ""},
            {
                "header.CTFversion": ["wrong_form"],
                "pupil.FormerUPN": ["wrong_length"],
                "pupil.PostCode": ["CTF_PostCode_01"],
                "contact.Order": ["CTF_Contact_02"],
            },
        ),
    ],
)  # fmt: skip
def test_a_value_is_objected_to_once(
    standard: str, version: str, values: dict[str, str], said: dict[str, list[str]]
) -> None:
    layout = layout_of(standard, version)
    raw = raw_tables(layout, changed(layout, valid_record(standard, version), {}))
    for place, value in values.items():
        table, _, name = place.partition(".")
        column = pa.array([value, *raw[table][name].to_pylist()[1:]], pa.string())
        raw[table] = raw[table].set_column(raw[table].column_names.index(name), name, column)
    found: dict[str, list[str]] = {place: [] for place in values}
    for one in check_loaded(Loaded(layout, raw), today=date(2026, 1, 10)).table.to_pylist():
        if (place := f"{one['table']}.{one['field']}") in found and one["row_id"] == 1:
            found[place].append(one["rule"])
    assert {place: sorted(rules) for place, rules in found.items()} == said
