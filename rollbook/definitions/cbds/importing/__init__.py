"""Reads the department's workbook of definitions, or CSV files of its sheets, into our form; says what is odd."""

from rollbook.definitions.cbds.importing.reading import Imported, read_definitions
from rollbook.definitions.cbds.importing.writing import write_edition

__all__ = ["Imported", "read_definitions", "write_edition"]
