"""The file of outside providers."""

import pytest

from rollbook.base.errors import SetupMissing
from rollbook.service.providers import providers

WHOLE = """
[college]
title = "Invented College"
address = "https://login.college.example/"
client_id = "rollbook"
client_secret_file = "SECRET"
domains = ["College.example"]
"""


def _file(tmp_path, text):
    (tmp_path / "secret").write_text("hush\n")
    file = tmp_path / "providers.toml"
    file.write_text(text.replace("SECRET", str(tmp_path / "secret")))
    return str(file)


def test_a_provider_is_read_with_its_secret_from_a_file(tmp_path):
    (found,) = providers(_file(tmp_path, WHOLE))
    assert (found.name, found.address, found.client_secret) == ("college", "https://login.college.example", "hush")
    assert found.domains == ("college.example",)
    assert found.as_app()["settings"]["oauth_pkce_enabled"]


def test_without_a_file_there_is_none():
    assert providers("") == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('domains = ["College.example"]', ""), "domains"),
        (("https://", "http://"), "https"),
        (("[college]", "[college"), "TOML"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(tmp_path, change, says):
    with pytest.raises(SetupMissing, match=says):
        providers(_file(tmp_path, WHOLE.replace(*change)))
