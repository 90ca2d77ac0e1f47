"""Reads a file of any standard and shape into raw tables; writes such tables as the file they came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rollbook.base.findings import Finding, Position, Severity
from rollbook.standards.delimited.loading import load_delimited, save_delimited
from rollbook.standards.fixed import read_fixed, write_fixed
from rollbook.standards.kinds import HEAD, recognise
from rollbook.standards.layouts import Layout
from rollbook.standards.loaded import Loaded
from rollbook.standards.opening import Opened, opened
from rollbook.standards.xml import read_xml, write_xml

_READERS = {"xml": read_xml, "delimited": load_delimited, "fixed": read_fixed}
_WRITERS = {"xml": write_xml, "delimited": save_delimited, "fixed": write_fixed}


def read(source: Path | BinaryIO, *, name: str = "", layout: Layout | None = None) -> Loaded:
    """Read all of a file, or of the one file in a zip archive. Its kind is recognised if `layout` is not given.

    `source` is a path, or a binary stream that can be wound back (it is left open). `name` is the file's own name, a
    path's last part if not given. Unreadable when nothing can be read; all else that is wrong with its form is in
    the findings.
    """
    with opened(source, name=name) as file:
        layout = layout or recognise(file.stream.read(HEAD), file.inner or file.name)
        file.stream.seek(0)
        loaded = _READERS[layout.shape](file.stream, layout, name=file.name)
    named = [*_on_name(file, layout)] if layout.shape != "delimited" else []
    return Loaded(layout, loaded.raw, [*named, *loaded.findings], file.name, loaded.size, loaded.encoding)


def write(loaded: Loaded, out: BinaryIO) -> None:
    """Write what was read, or made, as a file of its layout; `out` is left open. UserError where a value does not fit.

    Nothing is corrected: what is wrong in the tables is wrong in the file.
    """
    _WRITERS[loaded.layout.shape](loaded.layout, loaded.raw, out)


def _on_name(file: Opened, layout: Layout) -> Iterator[Finding]:
    """The name is looked at last, and never decides what a file is."""
    if not file.name or layout.file_name.pattern == Layout.file_name.pattern:
        return
    is_judged = any(names.fullmatch(file.name) for names in layout.file_name_rules.values())
    if not is_judged and layout.file_name.fullmatch(file.name) is None:
        says = "The file's name is not what this kind of file is called; whoever receives it may refuse it."
        yield Finding(
            "file_name", "", says, "Name it as the specification says.", Severity.WARNING, file.name[:100], Position(1)
        )
    stem = file.name.rpartition(".")[0]
    if file.inner and stem != file.inner.rpartition("/")[2].rpartition(".")[0]:
        says = "The file in the archive is not named as the archive is."
        yield Finding(
            "file_name_inside", "", says, "Give both the same name.", Severity.WARNING, file.inner[:100], Position(1)
        )
