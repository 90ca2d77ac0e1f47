"""The page of a layout: a row for each element, and every link on it leads to a heading."""

from __future__ import annotations

import re
import tomllib

import pytest

from docs.generate import PAGES
from rollbook.standards.describing import layout_pages
from rollbook.standards.describing.pages import anchor, layout_markdown
from rollbook.standards.layouts import layout_from
from tests.invented_layout import TEXT


@pytest.fixture(scope="module")
def pages():
    return {name: make() for name, make in layout_pages().items()}


@pytest.fixture(scope="module")
def census(pages):
    return pages["layout-school_census-2018-19.md"]


def _row(page: str, name: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))


def _headings(text: str) -> set[str]:
    return {anchor(line.lstrip("#").strip().replace("\\", "")) for line in text.splitlines() if line.startswith("#")}


def test_every_link_of_every_page_leads_to_a_heading(pages):
    others = {name: _headings(PAGES[name]()) for name in PAGES if name.startswith(("definitions-", "code-sets"))}
    wrong = []
    for name, text in pages.items():
        known = others | {"": _headings(text)}
        links = re.findall(r"\]\(([\w.-]*)#([^)]+)\)", text)
        wrong += [(name, *link) for link in links if link[1] not in known[link[0]]]
        assert len(links) > 10
    assert wrong == []


def test_a_row_tells_how_often_what_meaning_item_and_checks(pages):
    row = _row(pages["layout-ilr-2025-26.md"], "Ethnicity")
    assert row == (
        "| `Ethnicity` | 1 | whole number of at most 2 digits; code of [Ethnicity](#codes-ethnicity) | "
        "Ethnicity [100319](definitions-pupil.md#pupil-characteristics) | "
        "missing `FD_Ethnicity_MA`, not a number, wrong length `FD_Ethnicity_AL`; rule `Ethnicity_01` |"
    )


def test_rules_of_a_field_that_many_show_are_counted(pages):
    assert re.search(
        r"rules `\w+`(, `\w+`){5} and \d{3} more \|$", _row(pages["layout-ilr-2025-26.md"], "LearnStartDate")
    )


def test_what_is_asked_at_times_only_says_so(census):
    assert "| 0 or 1; asked only in spring of schools of phase SP |" in _row(
        census, "SchoolCharacteristics/SpecialSchool"
    )


def test_a_bar_in_a_pattern_does_not_end_a_cell():
    page = layout_markdown(layout_from(tomllib.loads(TEXT.replace('"[A-Z][0-9]{3}", form = "A123"', '"A|B"'))))
    row = _row(page, "UPN")
    assert "of the form `A\\|B`" in row
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_code_lists_say_where_they_come_from_and_whether_they_are_whole(pages):
    ilr, cin = pages["layout-ilr-2025-26.md"], pages["layout-cin-2024-25.md"]
    assert "### Codes: AimType\n\nComplete. Source: " in ilr
    assert "`1` Programme; `3` Component of a programme;" in ilr
    assert "### Codes: Country\n\nNot known to be complete, so no code is called wrong by it." in ilr
    assert "5 codes, those of [D00063 Category of abuse](code-sets.md#d00063-category-of-abuse)." in cin
    assert "### Codes: ReferralSource\n\nNo code is held for this version" in cin


def test_where_a_field_differs_from_its_item_stands_with_the_reason(pages):
    told = pages["layout-ilr-2025-26.md"].partition("## Where it differs from the dictionary")[2]
    assert "| `Learner/LearningDelivery/Outcome` | 100479 | The same digits mean other things" in told


def test_a_layout_leads_to_the_page_of_its_rules_and_back(pages):
    for name, rules in (("ilr-2025-26", "rules-ilr-2025-26.md"), ("lrs_batch-2A", "rules-lrs_batch-2A.md")):
        assert f"]({rules})" in pages[f"layout-{name}.md"]
        assert f"](layout-{name}.md)" in PAGES[rules]()
    assert "](rules-" not in pages["layout-ilr-2008-09.md"]


def test_a_reading_of_our_own_is_marked(pages):
    assert "- **Standing**: Our own reading:" in pages["layout-ctf-25.md"]
    assert "- **Standing**: As published" in pages["layout-ilr-2026-27.md"]
