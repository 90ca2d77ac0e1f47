"""XML files of any layout: read as a stream, written, and described as a schema."""

from rollbook.standards.xml.reader import read_xml
from rollbook.standards.xml.writer import write_xml
from rollbook.standards.xml.xsd import xsd_of

__all__ = ["read_xml", "write_xml", "xsd_of"]
