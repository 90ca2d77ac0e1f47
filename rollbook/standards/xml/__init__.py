"""XML files of any layout: read as a stream, written, and described as a schema."""

from rollbook.standards.xml.reader import read_xml

__all__ = ["read_xml"]
