"""Everything a user can call is documented, and the generated pages are fresh."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from docs.generate import MADE, PAGES, REFERENCE
from rollbook.cli.main import VERBS
from rollbook.organisations.log_words import log_words

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_generated_page_is_fresh(page):
    assert (REFERENCE / page).read_text("utf-8") == MADE + PAGES[page]()


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_a_module_with_a_sentence(verb):
    module = importlib.import_module(f"rollbook.cli.{verb}")
    assert module.app is not None
    assert (module.__doc__ or "").strip()


def test_every_setting_from_the_environment_is_documented():
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "rollbook").rglob("*.py"))
    used = set(re.findall(r'environ(?:\.get)?[\[(]\s*"([A-Z_]+)"', text)) | set(re.findall(r'envvar="([A-Z_]+)"', text))
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert sorted(name for name in used if f"`{name}`" not in page) == []


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_every_action_written_to_the_access_log_is_told_in_words():
    text = "\n".join(
        path.read_text("utf-8") for part in ("service", "web") for path in (ROOT / "rollbook" / part).rglob("*.py")
    )
    written = set(re.findall(r'\b(?:note|log|Entry)\(\s*"([a-z_]+)"', text))
    assert {"sign_in", "find_by_number", "user_create"} <= written
    assert sorted(written - {name.partition(".")[0] for name in log_words()}) == []
