"""One address as Django wants it."""

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.service.database import django_settings


def test_what_an_address_says_beyond_its_place_reaches_the_driver():
    made = django_settings("postgresql://u:p@h:5433/d?sslmode=require", pool=False)
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("h", "5433", "d")
    assert made["OPTIONS"]["sslmode"] == "require"


def test_what_is_no_address_is_refused_with_a_sentence():
    with pytest.raises(SetupMissing) as refused:
        django_settings("postgresql://u:p@h:port with blanks/", pool=False)
    assert refused.value.fix
