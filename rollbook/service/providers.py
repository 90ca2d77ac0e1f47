"""Outside providers to sign in with (OpenID Connect), from a file; each vouches for addresses of its own only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rollbook.base.errors import SetupMissing

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider.

    `domains` are those of the e-mail addresses it may vouch for: a college's own provider must not sign in an
    operator. `second_factor` are values of its `amr` or `acr` claims that mean it asked for a second factor.
    """

    name: str
    title: str
    address: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    second_factor: tuple[str, ...]

    def as_app(self) -> dict[str, Any]:
        """As allauth is told of it."""
        return {
            "provider_id": self.name,
            "name": self.title,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {
                "server_url": self.address,
                "oauth_pkce_enabled": True,
                "domains": list(self.domains),
                "second_factor": list(self.second_factor),
            },
        }


def providers(file: str) -> list[Provider]:
    """The providers of this file; none without one. SetupMissing says what a provider lacks."""
    if not file:
        return []
    try:
        table = tomllib.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise SetupMissing(
            "The file named in ROLLBOOK_PROVIDERS cannot be read as TOML.", fix="See docs/reference/settings.md."
        ) from wrong
    return [_provider(name, values) for name, values in table.items()]


def _provider(name: str, values: dict[str, Any]) -> Provider:
    missing = [each for each in ("title", "address", "client_id", "domains") if not values.get(each)]
    if missing:
        raise SetupMissing(f"The provider '{name}' lacks {', '.join(missing)}.", fix="See docs/reference/settings.md.")
    if not _is_safe(values["address"]):
        raise SetupMissing(f"The address of the provider '{name}' does not begin with https.", fix="Give its address.")
    return Provider(
        name=name,
        title=str(values["title"]),
        address=str(values["address"]).rstrip("/"),
        client_id=str(values["client_id"]),
        client_secret=_secret(values),
        domains=tuple(str(each).casefold() for each in values["domains"]),
        second_factor=tuple(str(each) for each in values.get("second_factor", ())),
    )


def _secret(values: dict[str, Any]) -> str:
    if "client_secret_file" in values:
        return Path(values["client_secret_file"]).read_text("utf-8").strip()
    return str(values.get("client_secret", ""))


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
