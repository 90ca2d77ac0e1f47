"""Small records in short, and back."""

from __future__ import annotations

import pytest

from rollbook.standards.layouts import layout_of
from rollbook.standards.tables import read_shorthand

_ILR = layout_of("ilr", "2025-26")
_FROM, _TO = "LearnDelFAMDateFrom", "LearnDelFAMDateTo"


@pytest.mark.parametrize(
    ("table", "text", "values"),
    [
        ("fam", "SOF105", {"LearnDelFAMType": "SOF", "LearnDelFAMCode": "105"}),
        ("fam", "ACT1 2025-08-01", {"LearnDelFAMType": "ACT", "LearnDelFAMCode": "1", _FROM: "2025-08-01"}),
        ("fam", "ACT1 ..2025-10-31", {"LearnDelFAMType": "ACT", "LearnDelFAMCode": "1", _TO: "2025-10-31"}),
        ("app_fin", "TNP1 2025-08-01", {"AFinType": "TNP", "AFinCode": "1", "AFinDate": "2025-08-01"}),
        ("aim_monitoring", "A two words", {"ProvSpecDelMonOccur": "A", "ProvSpecDelMon": "two words"}),
    ],
)  # fmt: skip
def test_a_shorthand_is_read(table: str, text: str, values: dict[str, str]) -> None:
    assert read_shorthand(text, _ILR.table(table), _ILR) == values


def test_what_is_no_shorthand_is_refused() -> None:
    with pytest.raises(ValueError, match="not written like"):
        read_shorthand("105", _ILR.table("fam"), _ILR)
