"""The languages pages can be read in: English, and one for each folder with a compiled translation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO

ENGLISH = ("en-gb", "English")


def languages(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """Code and name, in the language itself, of each language there is a file for; English first."""
    codes = {_code(file.parents[1].name) for folder in folders for file in folder.glob("*/LC_MESSAGES/django.mo")}
    return [ENGLISH, *((code, _name(code)) for code in sorted(codes) if code != ENGLISH[0])]


def _code(folder: str) -> str:
    """`cy_GB` as a folder is `cy-gb` as a language."""
    return folder.replace("_", "-").lower()


def _name(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()
