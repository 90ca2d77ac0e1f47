"""The library of standards: a folder for each, with one file for each layout, `<standard>/<version>.toml`.

Some come with Rollbook; whoever has others keeps them in a folder of their own, which ROLLBOOK_LIBRARY names.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts.layout import Layout
from rollbook.standards.layouts.loading import load_layout

LIBRARY = Path(__file__).parents[1] / "library"
_HEAD = re.compile(r'^(standard|version|shape)\s*=\s*"([^"]*)"', re.MULTILINE)


@cache
def library_folders() -> tuple[Path, ...]:
    """Where standards lie. SetupMissing where the folder that is named is none, or has a standard that is here."""
    chosen = os.environ.get("ROLLBOOK_LIBRARY")
    if not chosen:
        return (LIBRARY,)
    own = Path(chosen)
    if not own.is_dir():
        raise SetupMissing(f"ROLLBOOK_LIBRARY names {own}, which is no folder.", fix="Name that of your standards.")
    twice = {one.name for one in own.iterdir()} & {one.name for one in LIBRARY.iterdir()}
    if twice:
        raise SetupMissing(f"{own} has a standard {min(twice)}, as Rollbook has.", fix="Give yours another name.")
    return LIBRARY, own


def library_files(pattern: str) -> list[Path]:
    """All files of the library that fit a pattern, such as `*/rules/*.toml`, sorted within each of its folders."""
    return [path for folder in library_folders() for path in sorted(folder.glob(pattern))]


def folder_of(standard: str) -> Path:
    """Where the files of a standard lie, or would."""
    return next((one / standard for one in library_folders() if (one / standard).is_dir()), LIBRARY / standard)


@cache
def layout_files() -> dict[tuple[str, str, str], Path]:
    """Every layout's file by standard, version and shape; only the first lines of each file are read for it."""
    found = {}
    for path in library_files("*/*.toml"):
        head = dict(_HEAD.findall(path.read_text("utf-8").partition("\nelement")[0]))
        if len(head) == 3:
            found[head["standard"], head["version"], head["shape"]] = path
    return found


@cache
def known_layouts(shape: str = "") -> tuple[Layout, ...]:
    """Every layout of the library, or those of one shape."""
    return tuple(_loaded(path) for (_, _, one), path in layout_files().items() if shape in ("", one))


def layout_of(standard: str, version: str, shape: str = "") -> Layout:
    """One layout of the library. Where it comes in two shapes and none is asked for, the file named after the version.

    SetupMissing when there is none.
    """
    found = [
        path
        for (one_standard, one_version, one_shape), path in layout_files().items()
        if (one_standard, one_version) == (standard, version) and shape in ("", one_shape)
    ]
    if not found:
        raise SetupMissing(
            f"There is no layout {standard} {version}{shape and ' as '}{shape}.",
            fix="Add its file to the library of standards.",
        )
    return _loaded(min(found, key=lambda path: len(path.stem)))


_loaded = cache(load_layout)
