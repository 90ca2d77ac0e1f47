"""The Common Basic Data Set as data: items, code sets and collections with their versions; find, show, diff, burden.

Nothing here is loaded by `import rollbook` or `import rollbook.definitions`: ask for this package by name.
"""

from rollbook.definitions.cbds.burden import Asking, Burden, burden
from rollbook.definitions.cbds.comparing import Difference, YearDifference, diff
from rollbook.definitions.cbds.finding import find
from rollbook.definitions.cbds.formats import Format, read_format
from rollbook.definitions.cbds.items import Code, CodeSet, Collection, DataSet, Item
from rollbook.definitions.cbds.loading import Dictionary, dictionary
from rollbook.definitions.cbds.showing import Shown, Use, show

__all__ = [
    "Asking",
    "Burden",
    "Code",
    "CodeSet",
    "Collection",
    "DataSet",
    "Dictionary",
    "Difference",
    "Format",
    "Item",
    "Shown",
    "Use",
    "YearDifference",
    "burden",
    "dictionary",
    "diff",
    "find",
    "read_format",
    "show",
]
