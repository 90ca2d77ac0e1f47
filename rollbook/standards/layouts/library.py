"""The layouts that come with Rollbook: one file each, `library/<standard>/<version>.toml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rollbook.base.errors import SetupMissing
from rollbook.standards.layouts.layout import Layout
from rollbook.standards.layouts.loading import load_layout

LIBRARY = Path(__file__).parents[1] / "library"
_HEAD = re.compile(r'^(standard|version|shape)\s*=\s*"([^"]*)"', re.MULTILINE)


@cache
def layout_files() -> dict[tuple[str, str, str], Path]:
    """Every layout's file by standard, version and shape; only the first lines of each file are read for it."""
    found = {}
    for path in sorted(LIBRARY.glob("*/*.toml")):
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
