"""Files in an agreed shape: recognised, read with positions, checked, mended and written. Each standard is data."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rollbook.standards.batch_codes import (
    ReturnCode,
    code_for,
    reason,
    return_code,
    return_codes,
    return_codes_markdown,
)
from rollbook.standards.batch_rows import batch_file_name, check_row, learner_of, occasion_of
from rollbook.standards.delimited import Reading, Record
from rollbook.standards.layouts import Field, Layout, known_layouts, layout_of

if TYPE_CHECKING:
    from rollbook.standards.checking import CheckResult, check, check_file
    from rollbook.standards.kinds import recognise
    from rollbook.standards.loaded import Loaded
    from rollbook.standards.reading import read, write

__all__ = [
    "CheckResult",
    "Field",
    "Layout",
    "Loaded",
    "Reading",
    "Record",
    "ReturnCode",
    "batch_file_name",
    "check",
    "check_file",
    "check_row",
    "code_for",
    "known_layouts",
    "layout_of",
    "learner_of",
    "occasion_of",
    "read",
    "reason",
    "recognise",
    "return_code",
    "return_codes",
    "return_codes_markdown",
    "write",
]

# These bring Arrow and an XML parser, which whoever only needs a layout should not wait for.
_LATER = {
    "CheckResult": "checking",
    "Loaded": "loaded",
    "check": "checking",
    "check_file": "checking",
    "read": "reading",
    "recognise": "kinds",
    "write": "reading",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
