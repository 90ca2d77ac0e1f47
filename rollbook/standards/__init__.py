"""Files in an agreed shape: recognised, read with positions, checked, mended and written. Each standard is data."""

from rollbook.standards.batch_codes import (
    ReturnCode,
    code_for,
    reason,
    return_code,
    return_codes,
    return_codes_markdown,
)
from rollbook.standards.batch_rows import batch_file_name, check_row, learner_of, occasion_of
from rollbook.standards.checking import check_file
from rollbook.standards.delimited import Reading, Record, read, write
from rollbook.standards.layouts import Field, Layout, known_layouts, layout_of
from rollbook.standards.recognising import recognise

__all__ = [
    "Field",
    "Layout",
    "Reading",
    "Record",
    "ReturnCode",
    "batch_file_name",
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
