"""Files whose values are parted by a separator: read as a stream, loosely, with positions; and written strictly."""

from rollbook.standards.delimited.reader import read
from rollbook.standards.delimited.reading import Reading, Record
from rollbook.standards.delimited.writer import write

__all__ = ["Reading", "Record", "read", "write"]
