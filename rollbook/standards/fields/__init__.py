"""What a layout alone says about values: missing, too long, of another form, out of range, too often. Nothing is
written for it: every check comes out of the layout and reports under the published code where the layout names one."""

from rollbook.standards.fields.check import FieldCheck, Kind
from rollbook.standards.fields.generating import field_checks, not_generated
from rollbook.standards.fields.running import check_fields

__all__ = ["FieldCheck", "Kind", "check_fields", "field_checks", "not_generated"]
