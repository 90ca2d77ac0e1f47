"""Invented returns: files of a standard, made from plans that are data, with the faults they are given."""

from rollbook.synthetic.returns.making import Made, make_return

__all__ = ["Made", "make_return"]
