"""Code sets: the values a coded field may have and what each means, one data file for each set, with its source."""

from rollbook.definitions.code_sets.loading import CodeSet, code_set

__all__ = ["CodeSet", "code_set"]
