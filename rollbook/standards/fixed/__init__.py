"""Files whose values stand at fixed places of a line: recognised by their lines, read and written."""

from rollbook.standards.fixed.reader import read_fixed
from rollbook.standards.fixed.writer import write_fixed

__all__ = ["read_fixed", "write_fixed"]
